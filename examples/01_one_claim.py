"""One claim: what was said is recorded; where its speaker stands is derived.

On 17 August 2015 John Kirby, spokesman of the US Department of State, would not confirm that an
Iranian general had been to Moscow. That is a statement, and it is put on record. Where he *stood*
is nowhere written down: it follows, on any claim and at any date, from what is on record.

It prints:

    on the 16th: no_record
    on the 17th: uncommitted
"""

import positions

with positions.open(":memory:", zone="America/New_York") as ledger:
    ledger.open_claim("visit", text="Qassem Soleimani visited Moscow in July 2015")
    ledger.add_actor("kirby", kind="person", names=["John Kirby"])
    ledger.record(by="kirby", claim="visit", act="decline_to_confirm", said="2015-08-17")

    before = ledger.as_of("2015-08-16").position("kirby", "visit")
    after = ledger.as_of("2015-08-17").position("kirby", "visit")
    print("on the 16th:", before.kind)
    print("on the 17th:", after.kind)
