"""From recorded events to answers: pure, and the only home of the rules of replay.

`standing` is the reference fold (R4 to R7), `rollup` decides whose words count for whom (R8),
`order` which word came before which (R3), `weighing` what is in at a cut (R1, R13), `policies` how
many voices become one (R9), `inference` what follows from relations (R10), `shifts` how a position
came about (R11), `roster` who is whom (R12). `view` puts them together.
"""
