"""Library → search index, and the same ranking as on the phone. Pure: no disk, no clock, no MkDocs.

An index is cut by sound, like a dictionary: what sounds alike stands in one volume, so that pinyin and
a wrong character of the same sound are looked up where the right one is. The phone fetches
`search/core.json` and then only the volumes that a query opens.
"""
