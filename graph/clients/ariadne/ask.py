"""Asks for figures with the client that ariadne-codegen generated."""

import asyncio
import os
from decimal import Decimal

from figures import Client
from figures.enums import ErrorCode
from figures.input_types import MeasureInput


async def main():
    client = Client(url=os.environ["JIANFU_URL"])
    answer = await client.figures(period="2023-05", by=["portfolio"])
    values = [value for row in answer.measure.rows.nodes for value in row.values]
    amounts = [value.amount for value in values if value.amount is not None]
    assert amounts and all(isinstance(amount, Decimal) for amount in amounts), amounts
    assert all(value.comparison.period == "2022-05" for value in values)
    panels = await client.panels(inputs=[MeasureInput(metrics=["meetings.hold"], period="2023")])
    assert panels.measurements[0].code == ErrorCode.INVALID, panels
    print(f"{len(values)} figures, a refusal with {panels.measurements[0].near[0]}")


asyncio.run(main())
