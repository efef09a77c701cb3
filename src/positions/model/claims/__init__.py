"""Claims: what was said of them, the events that record it, and how these are decided and folded.

Everything of the claim aggregate is here: values (`claim`, `statement`, `report`), its events
(`events`), its folded state (`state`), and its decisions (`decide`).
"""
