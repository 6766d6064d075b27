"""The stories of the users, one test each, in Chromium on the served demonstration.

A test has the number of its story. Forty were collected; those not tested here are open, for what
they tell of does not exist yet, or belongs elsewhere:

4   a visit recorded on a phone, with findings and recommendations: there is no journal of visits;
8   the page of a school's year as a document: there are no Word papers yet;
9   a tutor school agrees or declines before the order: there are no proposals yet;
12  one master class counted for several schools: an event belongs to one case;
14  last year's programme as a draft, and the difference: versions are not compared yet;
15  one file as evidence of several measures: measures have no evidence yet;
16  figures by procedure, subject and class: a list entry keeps its facts as one text;
18  no report beyond the five documents: a rule of design, there is nothing to press;
19  a roadmap imported from Word or Excel: there is no import yet;
21  carry-over at the end of the year, next year's roadmap: there are no roadmaps with rows yet;
22  an order that takes another's place: tests/web/test_repealed_page.py holds it by forms;
23  the tutor order as a document: there are no Word papers yet;
34  cases moved to a newer version by a mapping: a case keeps its version;
35  a list computed by a rule, and by another beside it: lists are registered, not computed;
40  a backup that restores the hashes: copies are made by the database's own means.
"""
