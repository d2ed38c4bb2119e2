"""gql (the schema from introspection, a typed enumeration) and sgqlc (operations built from generated types)."""

import os

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from sgqlc.endpoint.http import HTTPEndpoint
from sgqlc.operation import Operation

from schema_types import schema

url = os.environ["JIANFU_URL"]

client = Client(transport=RequestsHTTPTransport(url=url, retries=1), fetch_schema_from_transport=True)
with client as session:
    with open("figures.graphql", encoding="utf-8") as document:
        operations = gql(document.read())
    operations.operation_name = "Figures"
    operations.variable_values = {"period": "2023-05", "by": ["portfolio"]}
    answer = session.execute(operations)
    assert len(answer["measure"]["rows"]["nodes"]) == 8, answer
    try:
        session.execute(gql('{ measure(input: {metrics: ["meetings.hold"], period: "2023"}) { period } }'))
        raise AssertionError("an unknown metric was answered")
    except TransportQueryError as refused:
        assert refused.errors[0]["extensions"]["near"][0] == "meetings.held", refused.errors

operation = Operation(schema.Query)
measured = operation.measure(input={"metrics": ["meetings.held"], "period": "2023", "compare_to": "YEAR_EARLIER", "by": ["portfolio"]})
row = measured.rows.nodes()
row.member(dimension="portfolio").value()
row.value(metric="meetings.held").amount()
measured.totals().values().amount()
built = operation + HTTPEndpoint(url)(operation)
lines = [node.value.amount for node in built.measure.rows.nodes]
assert sum(map(int, lines)) == int(built.measure.totals[0].values[0].amount), lines
print(f"gql: {len(answer['measure']['rows']['nodes'])} lines; sgqlc: {len(lines)} lines")
