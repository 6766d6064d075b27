"""Letters in Russian and the ways they leave: SMTP, a folder, the console, or not at all."""
