"""Actors: who speaks, under which names, for whom, and who is whom.

Everything of the actor aggregate is here: values (`actor`, `mandate`, `identity`), its events
(`events`), its folded state (`state`), and its decisions (`decide`).
"""
