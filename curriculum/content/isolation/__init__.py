"""Keeps platforms apart in the admin: a person sees drafts, pictures and people of the own platforms only.

Wagtail's permissions decide what a person may do; its lists, choosers and endpoints show more than that. Here
`visibility` says what a person sees, `named` which objects a request is about, `gate` refuses one that is about
another, `referring` takes references to other ones out of posted pages, and `choosing`, `filters` and `endpoints`
narrow the lists.
"""
