// The test list of the PostgreSQL wire by node-postgres. Arguments: host, port.
const { Client, Pool } = require("pg");
const [host, port] = process.argv.slice(2);
const options = { host, port: Number(port), user: "anyone", database: "jianfu" };
let passed = 0, failed = 0;

async function check(name, run, want) {
  let got;
  try {
    got = await run();
  } catch (e) {
    got = e.code || String(e); // what PostgreSQL calls SQLSTATE
  }
  if (typeof want === "function" ? want(got) : JSON.stringify(got) === JSON.stringify(want)) {
    passed++;
  } else {
    failed++;
    console.log(`FAIL ${name}: got ${JSON.stringify(got)}`);
  }
}

(async () => {
  const client = new Client(options);
  await client.connect();
  const one = async (text, values) => Object.values((await client.query(text, values)).rows[0])[0];
  for (const [sql, values, want] of [
    ["SELECT 42", [], 42], ["SELECT 9007199254740993", [], "9007199254740993"], ["SELECT 12.50::numeric(10,2)", [], "12.50"], ["SELECT '市教育局'", [], "市教育局"],
    ["SELECT $1::text", [null], null], ["SELECT $1::numeric(10,2)", ["1.25"], "1.25"], ["SELECT ['a', NULL]", [], ["a", null]], ["SELECT {'a': 1} n", [], { a: 1 }],
    ["SELECT count(*) FROM meetings WHERE held_on >= $1", ["2023-01-01"], (n) => Number(n) > 100],
    ["SELECT count(*) FROM meetings WHERE form = any($1)", [["视频", "电视电话"]], (n) => Number(n) > 10],
    ["SELECT count(*) FROM meetings WHERE year(held_on) = any($1)", [[2022, 2023]], (n) => Number(n) > 100],
    ["SELECT nosuch FROM meetings", [], "42703"], ["SELECT * FROM nosuch", [], "42P01"], ["DELETE FROM meetings", [], "25006"], ["COPY meetings TO STDOUT", [], "0A000"],
  ]) {
    await check(sql, () => one(sql, values), want);
  }
  await check("names", async () => (await client.query("SELECT {'a': 1} n, count(*), DATE '2023-05-31' FROM meetings")).fields.map((f) => f.name), ["n", "count", "date"]);
  for (const n of [5, 6]) {
    await check("prepared", async () => (await client.query({ name: "p", text: "SELECT $1::int AS a", values: [n] })).rows, [{ a: n }]);
  }
  await check("several", async () => (await client.query("SELECT 1 AS a; SELECT 2 AS a")).map((r) => r.rows[0].a), [1, 2]);
  await client.query("SET statement_timeout = 300");
  await check("time-out", () => one("SELECT count(*) FROM range(1000000000000)"), "57014");
  await client.end();
  const pool = new Pool({ ...options, max: 5 });
  await check("pool", () => Promise.all([...Array(10).keys()].map(async (n) => (await pool.query("SELECT $1::int AS n", [n])).rows[0].n)), [...Array(10).keys()]);
  await pool.end();
  console.log(`node: ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
})();
