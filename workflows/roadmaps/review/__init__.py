"""The review of a document that was read: what a person must decide, and what comes of it.

Answers are texts by the key of their question; the same document with the same answers always
gives the same roadmap, so a review can be left and taken up again.
"""
