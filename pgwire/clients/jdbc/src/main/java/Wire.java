import java.math.BigDecimal;
import java.sql.*;
import java.time.LocalDate;
import java.util.*;

/** The test list of the PostgreSQL wire, by pgjdbc. Arguments: the URL. */
public class Wire {
    static int passed, failed;

    interface Check { Object run() throws Exception; }

    /** Compares what a check gives with what is wanted, as text. */
    static void is(String name, Object want, Check check) {
        try {
            Object got = check.run();
            if (String.valueOf(want).equals(String.valueOf(got))) { passed++; return; }
            System.out.println("FAIL " + name + ": got " + got + ", want " + want);
        } catch (Exception e) {
            System.out.println("FAIL " + name + ": " + e);
        }
        failed++;
    }

    static List<List<Object>> rows(ResultSet rs) throws SQLException {
        List<List<Object>> all = new ArrayList<>();
        int n = rs.getMetaData().getColumnCount();
        while (rs.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= n; i++) row.add(rs.getObject(i));
            all.add(row);
        }
        rs.close();
        return all;
    }

    static List<Object> column(ResultSet rs, String name) throws SQLException {
        List<Object> all = new ArrayList<>();
        while (rs.next()) all.add(rs.getObject(name));
        rs.close();
        return all;
    }

    static Object one(Connection c, String sql, Object... args) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < args.length; i++) {
                if (args[i] instanceof Object[] list) s.setArray(i + 1, c.createArrayOf(list instanceof Integer[] ? "int4" : list instanceof LocalDate[] ? "date" : "text", list));
                else s.setObject(i + 1, args[i]);
            }
            ResultSet rs = s.executeQuery();
            if (!rs.next()) return "no row";
            Object value = rs.getObject(1);
            return value instanceof Array a ? Arrays.toString((Object[]) a.getArray()) : value;
        }
    }

    static String state(Check check) {
        try {
            return "no error, " + check.run();
        } catch (SQLException e) {
            return e.getSQLState();
        } catch (Exception e) {
            return e.toString();
        }
    }

    public static void main(String[] args) throws Exception {
        // simple: the protocol of one text; prepareThreshold=1: statements prepared on the server, answers in binary
        for (String mode : new String[] {"preferQueryMode=extended", "preferQueryMode=simple", "preferQueryMode=extended&prepareThreshold=1"}) {
            try (Connection c = DriverManager.getConnection(args[0] + "?" + mode, "anyone", "")) {
                boolean simple = mode.contains("simple");
                c.setReadOnly(true);
                values(c, mode, simple);
                metadata(c, mode);
                sessions(c, mode);
                errors(c, mode);
            }
        }
        System.out.println("pgjdbc: " + passed + " passed, " + failed + " failed");
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    static void values(Connection c, String mode, boolean simple) {
        for (int round = 0; round < 3; round++) {
            is(mode + " count", "true", () -> ((Long) one(c, "SELECT count(*) FROM meetings")) > 0);
            is(mode + " int", 42, () -> one(c, "SELECT 42::int4"));
            is(mode + " bigint", 9007199254740993L, () -> one(c, "SELECT 9007199254740993::int8"));
            is(mode + " numeric", "12.50", () -> one(c, "SELECT 12.50::numeric(10,2)"));
            is(mode + " negative numeric", "-0.0012", () -> one(c, "SELECT -0.0012::numeric(10,4)"));
            is(mode + " double", 0.1, () -> one(c, "SELECT 0.1::float8"));
            is(mode + " bool", true, () -> one(c, "SELECT true"));
            is(mode + " text", "市教育局", () -> one(c, "SELECT '市教育局'"));
            is(mode + " date", "2023-05-31", () -> one(c, "SELECT DATE '2023-05-31'"));
            is(mode + " timestamp", "2023-05-31 08:09:10.5", () -> one(c, "SELECT TIMESTAMP '2023-05-31 08:09:10.5'"));
            is(mode + " uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", () -> one(c, "SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid"));
            is(mode + " list", "[a, null, b,\"c]", () -> one(c, "SELECT ARRAY['a', NULL, 'b,\"c']"));
            is(mode + " ints", "[1, 2]", () -> one(c, "SELECT ARRAY[1, 2]"));
            is(mode + " null", null, () -> one(c, "SELECT NULL::int4"));
            is(mode + " int argument", "true", () -> ((Long) one(c, "SELECT count(*) FROM meetings WHERE attendance > ?", 10)) > 0);
            is(mode + " text argument", "1", () -> one(c, "SELECT count(*) FROM departments WHERE name = ? AND valid_until IS NULL", "市教育局"));
            is(mode + " date argument", "true", () -> ((Long) one(c, "SELECT count(*) FROM meetings WHERE held_on >= ? AND held_on < ?", LocalDate.of(2023, 1, 1), LocalDate.of(2024, 1, 1))) > 0);
            is(mode + " sql date argument", "true", () -> ((Long) one(c, "SELECT count(*) FROM meetings WHERE held_on >= ?", java.sql.Date.valueOf("2023-01-01"))) > 0);
            is(mode + " decimal argument", "1.5", () -> one(c, "SELECT ?::numeric(10,1)", new BigDecimal("1.5")));
            is(mode + " quote in argument", "it's; \\ \"", () -> one(c, "SELECT ?::text", "it's; \\ \""));
            is(mode + " any", "true", () -> ((Long) one(c, "SELECT count(*) FROM meetings WHERE form = ANY(?)", (Object) new String[] {"视频", "电视电话"})) > 0);
            is(mode + " any dates", "0", () -> one(c, "SELECT count(*) FROM meetings WHERE held_on = ANY(?)", (Object) new LocalDate[] {LocalDate.of(1999, 1, 1)}));
            is(mode + " limit", "3", () -> rows(prepared(c, "SELECT id FROM meetings ORDER BY id LIMIT ?", 3)).size());
        }
        is(mode + " fetch size", "true", () -> {
            c.setAutoCommit(false);
            try (Statement s = c.createStatement()) {
                s.setFetchSize(50);
                int n = 0;
                ResultSet rs = s.executeQuery("SELECT id FROM meetings ORDER BY id");
                while (rs.next()) n++;
                return (long) n == (Long) one(c, "SELECT count(*) FROM meetings");
            } finally {
                c.rollback();
                c.setAutoCommit(true);
            }
        });
        if (!simple) is(mode + " max rows", "5", () -> {
            try (Statement s = c.createStatement()) {
                s.setMaxRows(5);
                return rows(s.executeQuery("SELECT id FROM meetings")).size();
            }
        });
    }

    static ResultSet prepared(Connection c, String sql, Object... args) throws SQLException {
        PreparedStatement s = c.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) s.setObject(i + 1, args[i]);
        return s.executeQuery();
    }

    /** What Metabase, DBeaver and other tools ask of DatabaseMetaData. */
    static void metadata(Connection c, String mode) throws SQLException {
        DatabaseMetaData m = c.getMetaData();
        is(mode + " product", "PostgreSQL", m::getDatabaseProductName);
        is(mode + " version", 15, m::getDatabaseMajorVersion);
        is(mode + " catalog", "jianfu", c::getCatalog);
        is(mode + " schema", "main", c::getSchema);
        is(mode + " schemas", "true", () -> column(m.getSchemas(), "TABLE_SCHEM").contains("main"));
        is(mode + " catalogs", "[jianfu]", () -> column(m.getCatalogs(), "TABLE_CAT"));
        is(mode + " tables", "true", () -> column(m.getTables(null, "main", "%", new String[] {"TABLE", "VIEW", "PARTITIONED TABLE", "FOREIGN TABLE", "MATERIALIZED VIEW"}), "TABLE_NAME").contains("meetings"));
        is(mode + " all tables", "true", () -> column(m.getTables(null, null, "%", null), "TABLE_NAME").contains("pg_class"));
        is(mode + " remarks", "true", () -> column(m.getTables(null, null, "meetings", null), "REMARKS").get(0).toString().contains("会议"));
        is(mode + " table types", "true", () -> column(m.getTableTypes(), "TABLE_TYPE").contains("VIEW"));
        is(mode + " columns", "[held_on, 91, date]", () -> {
            ResultSet rs = m.getColumns(null, "main", "meetings", "held_on");
            rs.next();
            return List.of(rs.getString("COLUMN_NAME"), rs.getInt("DATA_TYPE"), rs.getString("TYPE_NAME"));
        });
        is(mode + " all columns", "true", () -> column(m.getColumns(null, "main", "%", "%"), "COLUMN_NAME").size() > 150);
        is(mode + " primary keys", "[]", () -> rows(m.getPrimaryKeys(null, "main", "meetings")));
        is(mode + " imported keys", "[]", () -> rows(m.getImportedKeys(null, "main", "meetings")));
        is(mode + " exported keys", "[]", () -> rows(m.getExportedKeys(null, "main", "meetings")));
        is(mode + " cross reference", "[]", () -> rows(m.getCrossReference(null, "main", "meetings", null, "main", "documents")));
        is(mode + " indexes", "[]", () -> rows(m.getIndexInfo(null, "main", "meetings", false, true)));
        is(mode + " best row", "[]", () -> rows(m.getBestRowIdentifier(null, "main", "meetings", DatabaseMetaData.bestRowSession, true)));
        is(mode + " types", "true", () -> column(m.getTypeInfo(), "TYPE_NAME").containsAll(List.of("int4", "int8", "text", "date", "timestamp", "numeric", "bool")));
        is(mode + " user types", "[]", () -> rows(m.getUDTs(null, "main", "%", null)));
        is(mode + " functions", "true", () -> rows(m.getFunctions(null, "main", "%")).size() > 0);
        is(mode + " procedures", "[]", () -> rows(m.getProcedures(null, "main", "%")));
        is(mode + " function columns", "true", () -> rows(m.getFunctionColumns(null, "main", "%", "%")).size() > 0);
        is(mode + " table privileges", "true", () -> rows(m.getTablePrivileges(null, "main", "meetings")) != null);
        is(mode + " column privileges", "true", () -> rows(m.getColumnPrivileges(null, "main", "meetings", "%")) != null);
        is(mode + " version columns", "true", () -> rows(m.getVersionColumns(null, "main", "meetings")) != null);
        is(mode + " client info", "true", () -> rows(m.getClientInfoProperties()).size() > 0);
        is(mode + " keywords", "true", () -> m.getSQLKeywords().length() > 10);
        is(mode + " name length", 63, m::getMaxTableNameLength);
        is(mode + " index columns", 32, m::getMaxColumnsInIndex);
        is(mode + " result columns", "[department_code, text, false]", () -> {
            try (Statement s = c.createStatement(); ResultSet rs = s.executeQuery("SELECT department_code FROM meetings LIMIT 1")) {
                ResultSetMetaData r = rs.getMetaData();
                return List.of(r.getColumnLabel(1), r.getColumnTypeName(1), r.isAutoIncrement(1));
            }
        });
        is(mode + " parameters", "true", () -> mode.contains("simple") || c.prepareStatement("SELECT count(*) FROM meetings WHERE held_on = ?").getParameterMetaData().getParameterTypeName(1).equals("date"));
    }

    static void sessions(Connection c, String mode) {
        is(mode + " isolation", Connection.TRANSACTION_READ_COMMITTED, c::getTransactionIsolation);
        is(mode + " valid", true, () -> c.isValid(5));
        is(mode + " read only transaction", "1", () -> {
            c.setAutoCommit(false);
            Object n = one(c, "SELECT 1");
            Savepoint p = c.setSavepoint("here");
            String state = state(() -> one(c, "SELECT * FROM nosuch"));
            String then = state(() -> one(c, "SELECT 1"));
            c.rollback(p);
            Object after = one(c, "SELECT 1");
            c.commit();
            c.setAutoCommit(true);
            return state.equals("42P01") && then.equals("25P02") && after.equals(1) ? n : state + " " + then + " " + after;
        });
        is(mode + " name", "true", () -> { c.setClientInfo("ApplicationName", "wire"); return one(c, "SHOW application_name").equals("wire"); });
        is(mode + " several", "2", () -> {
            try (Statement s = c.createStatement()) {
                s.execute("SELECT 1; SELECT ';' AS a, 2 AS b");
                s.getMoreResults();
                ResultSet rs = s.getResultSet();
                rs.next();
                return rs.getInt("b");
            }
        });
        is(mode + " time-out", "57014", () -> state(() -> {
            try (Statement s = c.createStatement()) {
                s.setQueryTimeout(1);
                return rows(s.executeQuery("SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range * b.range % 7 = c.range"));
            }
        }));
    }

    static void errors(Connection c, String mode) {
        is(mode + " syntax", "42601", () -> state(() -> one(c, "SELEC 1")));
        is(mode + " no table", "42P01", () -> state(() -> one(c, "SELECT * FROM nosuch")));
        is(mode + " no column", "42703", () -> state(() -> one(c, "SELECT nosuch FROM meetings")));
        is(mode + " no function", "42501", () -> state(() -> one(c, "SELECT nosuch(1)")));
        is(mode + " write", "25006", () -> state(() -> { try (Statement s = c.createStatement()) { return s.execute("DELETE FROM meetings"); } }));
        is(mode + " create", "25006", () -> state(() -> { try (Statement s = c.createStatement()) { return s.execute("CREATE TABLE a (b int)"); } }));
        is(mode + " copy", "0A000", () -> state(() -> { try (Statement s = c.createStatement()) { return s.execute("COPY meetings TO STDOUT"); } }));
        is(mode + " file", "42501", () -> state(() -> one(c, "SELECT * FROM read_csv('/etc/passwd')")));
        is(mode + " goes on", 1, () -> one(c, "SELECT 1"));
    }
}
