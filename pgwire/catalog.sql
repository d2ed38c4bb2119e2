-- The synthetic catalogue: what PostgreSQL 15 says of itself, for the clients that ask. It
-- holds no data of the filings, only what things are called. The schema pg is read as pg_catalog, pg_information as information_schema.
-- The rewriting (rewrite.go) leads names there. Of the relations that exist and have no
-- rows here only the columns are below.

DROP SCHEMA IF EXISTS pg CASCADE;
DROP SCHEMA IF EXISTS pg_information CASCADE;
CREATE SCHEMA pg;
CREATE SCHEMA pg_information;
-- Every type of PostgreSQL that is no row of one of its own tables.
CREATE TABLE pg.own_type AS
SELECT oid::UINTEGER AS oid, typname, typnamespace::UINTEGER AS typnamespace, typlen::SMALLINT AS typlen, typbyval, typtype, typcategory, typispreferred, typdelim, typelem::UINTEGER AS typelem, typarray::UINTEGER AS typarray, typinput::UINTEGER AS typinput, typoutput::UINTEGER AS typoutput, typreceive::UINTEGER AS typreceive, typsend::UINTEGER AS typsend, typalign, typstorage, typbasetype::UINTEGER AS typbasetype, typcollation::UINTEGER AS typcollation, typsubscript::UINTEGER AS typsubscript
FROM (VALUES
    (16, 'bool', 11, 1, true, 'b', 'B', true, ',', 0, 1000, 1242, 1243, 2436, 2437, 'c', 'p', 0, 0, 0),
    (17, 'bytea', 11, -1, false, 'b', 'U', false, ',', 0, 1001, 1244, 31, 2412, 2413, 'i', 'x', 0, 0, 0),
    (18, 'char', 11, 1, true, 'b', 'Z', false, ',', 0, 1002, 1245, 33, 2434, 2435, 'c', 'p', 0, 0, 0),
    (19, 'name', 11, 64, false, 'b', 'S', false, ',', 18, 1003, 34, 35, 2422, 2423, 'c', 'p', 0, 950, 6180),
    (20, 'int8', 11, 8, true, 'b', 'N', false, ',', 0, 1016, 460, 461, 2408, 2409, 'd', 'p', 0, 0, 0),
    (21, 'int2', 11, 2, true, 'b', 'N', false, ',', 0, 1005, 38, 39, 2404, 2405, 's', 'p', 0, 0, 0),
    (22, 'int2vector', 11, -1, false, 'b', 'A', false, ',', 21, 1006, 40, 41, 2410, 2411, 'i', 'p', 0, 0, 6179),
    (23, 'int4', 11, 4, true, 'b', 'N', false, ',', 0, 1007, 42, 43, 2406, 2407, 'i', 'p', 0, 0, 0),
    (24, 'regproc', 11, 4, true, 'b', 'N', false, ',', 0, 1008, 44, 45, 2444, 2445, 'i', 'p', 0, 0, 0),
    (25, 'text', 11, -1, false, 'b', 'S', true, ',', 0, 1009, 46, 47, 2414, 2415, 'i', 'x', 0, 100, 0),
    (26, 'oid', 11, 4, true, 'b', 'N', true, ',', 0, 1028, 1798, 1799, 2418, 2419, 'i', 'p', 0, 0, 0),
    (27, 'tid', 11, 6, false, 'b', 'U', false, ',', 0, 1010, 48, 49, 2438, 2439, 's', 'p', 0, 0, 0),
    (28, 'xid', 11, 4, true, 'b', 'U', false, ',', 0, 1011, 50, 51, 2440, 2441, 'i', 'p', 0, 0, 0),
    (29, 'cid', 11, 4, true, 'b', 'U', false, ',', 0, 1012, 52, 53, 2442, 2443, 'i', 'p', 0, 0, 0),
    (30, 'oidvector', 11, -1, false, 'b', 'A', false, ',', 26, 1013, 54, 55, 2420, 2421, 'i', 'p', 0, 0, 6179),
    (32, 'pg_ddl_command', 11, 8, true, 'p', 'P', false, ',', 0, 0, 86, 87, 88, 90, 'd', 'p', 0, 0, 0),
    (114, 'json', 11, -1, false, 'b', 'U', false, ',', 0, 199, 321, 322, 323, 324, 'i', 'x', 0, 0, 0),
    (142, 'xml', 11, -1, false, 'b', 'U', false, ',', 0, 143, 2893, 2894, 2898, 2899, 'i', 'x', 0, 0, 0),
    (143, '_xml', 11, -1, false, 'b', 'A', false, ',', 142, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (194, 'pg_node_tree', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 195, 196, 197, 198, 'i', 'x', 0, 100, 0),
    (199, '_json', 11, -1, false, 'b', 'A', false, ',', 114, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (269, 'table_am_handler', 11, 4, true, 'p', 'P', false, ',', 0, 0, 267, 268, 0, 0, 'i', 'p', 0, 0, 0),
    (271, '_xid8', 11, -1, false, 'b', 'A', false, ',', 5069, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (325, 'index_am_handler', 11, 4, true, 'p', 'P', false, ',', 0, 0, 326, 327, 0, 0, 'i', 'p', 0, 0, 0),
    (600, 'point', 11, 16, false, 'b', 'G', false, ',', 701, 1017, 117, 118, 2428, 2429, 'd', 'p', 0, 0, 6180),
    (601, 'lseg', 11, 32, false, 'b', 'G', false, ',', 600, 1018, 119, 120, 2480, 2481, 'd', 'p', 0, 0, 6180),
    (602, 'path', 11, -1, false, 'b', 'G', false, ',', 0, 1019, 121, 122, 2482, 2483, 'd', 'x', 0, 0, 0),
    (603, 'box', 11, 32, false, 'b', 'G', false, ';', 600, 1020, 123, 124, 2484, 2485, 'd', 'p', 0, 0, 6180),
    (604, 'polygon', 11, -1, false, 'b', 'G', false, ',', 0, 1027, 347, 348, 2486, 2487, 'd', 'x', 0, 0, 0),
    (628, 'line', 11, 24, false, 'b', 'G', false, ',', 701, 629, 1490, 1491, 2488, 2489, 'd', 'p', 0, 0, 6180),
    (629, '_line', 11, -1, false, 'b', 'A', false, ',', 628, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (650, 'cidr', 11, -1, false, 'b', 'I', false, ',', 0, 651, 1267, 1427, 2498, 2499, 'i', 'm', 0, 0, 0),
    (651, '_cidr', 11, -1, false, 'b', 'A', false, ',', 650, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (700, 'float4', 11, 4, true, 'b', 'N', false, ',', 0, 1021, 200, 201, 2424, 2425, 'i', 'p', 0, 0, 0),
    (701, 'float8', 11, 8, true, 'b', 'N', true, ',', 0, 1022, 214, 215, 2426, 2427, 'd', 'p', 0, 0, 0),
    (705, 'unknown', 11, -2, false, 'p', 'X', false, ',', 0, 0, 109, 110, 2416, 2417, 'c', 'p', 0, 0, 0),
    (718, 'circle', 11, 24, false, 'b', 'G', false, ',', 0, 719, 1450, 1451, 2490, 2491, 'd', 'p', 0, 0, 0),
    (719, '_circle', 11, -1, false, 'b', 'A', false, ',', 718, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (774, 'macaddr8', 11, 8, false, 'b', 'U', false, ',', 0, 775, 4110, 4111, 3446, 3447, 'i', 'p', 0, 0, 0),
    (775, '_macaddr8', 11, -1, false, 'b', 'A', false, ',', 774, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (790, 'money', 11, 8, true, 'b', 'N', false, ',', 0, 791, 886, 887, 2492, 2493, 'd', 'p', 0, 0, 0),
    (791, '_money', 11, -1, false, 'b', 'A', false, ',', 790, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (829, 'macaddr', 11, 6, false, 'b', 'U', false, ',', 0, 1040, 436, 437, 2494, 2495, 'i', 'p', 0, 0, 0),
    (869, 'inet', 11, -1, false, 'b', 'I', true, ',', 0, 1041, 910, 911, 2496, 2497, 'i', 'm', 0, 0, 0),
    (1000, '_bool', 11, -1, false, 'b', 'A', false, ',', 16, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1001, '_bytea', 11, -1, false, 'b', 'A', false, ',', 17, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1002, '_char', 11, -1, false, 'b', 'A', false, ',', 18, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1003, '_name', 11, -1, false, 'b', 'A', false, ',', 19, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 950, 6179),
    (1005, '_int2', 11, -1, false, 'b', 'A', false, ',', 21, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1006, '_int2vector', 11, -1, false, 'b', 'A', false, ',', 22, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1007, '_int4', 11, -1, false, 'b', 'A', false, ',', 23, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1008, '_regproc', 11, -1, false, 'b', 'A', false, ',', 24, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1009, '_text', 11, -1, false, 'b', 'A', false, ',', 25, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 100, 6179),
    (1010, '_tid', 11, -1, false, 'b', 'A', false, ',', 27, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1011, '_xid', 11, -1, false, 'b', 'A', false, ',', 28, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1012, '_cid', 11, -1, false, 'b', 'A', false, ',', 29, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1013, '_oidvector', 11, -1, false, 'b', 'A', false, ',', 30, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1014, '_bpchar', 11, -1, false, 'b', 'A', false, ',', 1042, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 100, 6179),
    (1015, '_varchar', 11, -1, false, 'b', 'A', false, ',', 1043, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 100, 6179),
    (1016, '_int8', 11, -1, false, 'b', 'A', false, ',', 20, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1017, '_point', 11, -1, false, 'b', 'A', false, ',', 600, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1018, '_lseg', 11, -1, false, 'b', 'A', false, ',', 601, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1019, '_path', 11, -1, false, 'b', 'A', false, ',', 602, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1020, '_box', 11, -1, false, 'b', 'A', false, ';', 603, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1021, '_float4', 11, -1, false, 'b', 'A', false, ',', 700, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1022, '_float8', 11, -1, false, 'b', 'A', false, ',', 701, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1027, '_polygon', 11, -1, false, 'b', 'A', false, ',', 604, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1028, '_oid', 11, -1, false, 'b', 'A', false, ',', 26, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1033, 'aclitem', 11, 12, false, 'b', 'U', false, ',', 0, 1034, 1031, 1032, 0, 0, 'i', 'p', 0, 0, 0),
    (1034, '_aclitem', 11, -1, false, 'b', 'A', false, ',', 1033, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1040, '_macaddr', 11, -1, false, 'b', 'A', false, ',', 829, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1041, '_inet', 11, -1, false, 'b', 'A', false, ',', 869, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1042, 'bpchar', 11, -1, false, 'b', 'S', false, ',', 0, 1014, 1044, 1045, 2430, 2431, 'i', 'x', 0, 100, 0),
    (1043, 'varchar', 11, -1, false, 'b', 'S', false, ',', 0, 1015, 1046, 1047, 2432, 2433, 'i', 'x', 0, 100, 0),
    (1082, 'date', 11, 4, true, 'b', 'D', false, ',', 0, 1182, 1084, 1085, 2468, 2469, 'i', 'p', 0, 0, 0),
    (1083, 'time', 11, 8, true, 'b', 'D', false, ',', 0, 1183, 1143, 1144, 2470, 2471, 'd', 'p', 0, 0, 0),
    (1114, 'timestamp', 11, 8, true, 'b', 'D', false, ',', 0, 1115, 1312, 1313, 2474, 2475, 'd', 'p', 0, 0, 0),
    (1115, '_timestamp', 11, -1, false, 'b', 'A', false, ',', 1114, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1182, '_date', 11, -1, false, 'b', 'A', false, ',', 1082, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1183, '_time', 11, -1, false, 'b', 'A', false, ',', 1083, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1184, 'timestamptz', 11, 8, true, 'b', 'D', true, ',', 0, 1185, 1150, 1151, 2476, 2477, 'd', 'p', 0, 0, 0),
    (1185, '_timestamptz', 11, -1, false, 'b', 'A', false, ',', 1184, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1186, 'interval', 11, 16, false, 'b', 'T', true, ',', 0, 1187, 1160, 1161, 2478, 2479, 'd', 'p', 0, 0, 0),
    (1187, '_interval', 11, -1, false, 'b', 'A', false, ',', 1186, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1231, '_numeric', 11, -1, false, 'b', 'A', false, ',', 1700, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1263, '_cstring', 11, -1, false, 'b', 'A', false, ',', 2275, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1266, 'timetz', 11, 12, false, 'b', 'D', false, ',', 0, 1270, 1350, 1351, 2472, 2473, 'd', 'p', 0, 0, 0),
    (1270, '_timetz', 11, -1, false, 'b', 'A', false, ',', 1266, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (1560, 'bit', 11, -1, false, 'b', 'V', false, ',', 0, 1561, 1564, 1565, 2456, 2457, 'i', 'x', 0, 0, 0),
    (1561, '_bit', 11, -1, false, 'b', 'A', false, ',', 1560, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1562, 'varbit', 11, -1, false, 'b', 'V', true, ',', 0, 1563, 1579, 1580, 2458, 2459, 'i', 'x', 0, 0, 0),
    (1563, '_varbit', 11, -1, false, 'b', 'A', false, ',', 1562, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (1700, 'numeric', 11, -1, false, 'b', 'N', false, ',', 0, 1231, 1701, 1702, 2460, 2461, 'i', 'm', 0, 0, 0),
    (1790, 'refcursor', 11, -1, false, 'b', 'U', false, ',', 0, 2201, 46, 47, 2414, 2415, 'i', 'x', 0, 0, 0),
    (2201, '_refcursor', 11, -1, false, 'b', 'A', false, ',', 1790, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2202, 'regprocedure', 11, 4, true, 'b', 'N', false, ',', 0, 2207, 2212, 2213, 2446, 2447, 'i', 'p', 0, 0, 0),
    (2203, 'regoper', 11, 4, true, 'b', 'N', false, ',', 0, 2208, 2214, 2215, 2448, 2449, 'i', 'p', 0, 0, 0),
    (2204, 'regoperator', 11, 4, true, 'b', 'N', false, ',', 0, 2209, 2216, 2217, 2450, 2451, 'i', 'p', 0, 0, 0),
    (2205, 'regclass', 11, 4, true, 'b', 'N', false, ',', 0, 2210, 2218, 2219, 2452, 2453, 'i', 'p', 0, 0, 0),
    (2206, 'regtype', 11, 4, true, 'b', 'N', false, ',', 0, 2211, 2220, 2221, 2454, 2455, 'i', 'p', 0, 0, 0),
    (2207, '_regprocedure', 11, -1, false, 'b', 'A', false, ',', 2202, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2208, '_regoper', 11, -1, false, 'b', 'A', false, ',', 2203, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2209, '_regoperator', 11, -1, false, 'b', 'A', false, ',', 2204, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2210, '_regclass', 11, -1, false, 'b', 'A', false, ',', 2205, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2211, '_regtype', 11, -1, false, 'b', 'A', false, ',', 2206, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2249, 'record', 11, -1, false, 'p', 'P', false, ',', 0, 2287, 2290, 2291, 2402, 2403, 'd', 'x', 0, 0, 0),
    (2275, 'cstring', 11, -2, false, 'p', 'P', false, ',', 0, 1263, 2292, 2293, 2500, 2501, 'c', 'p', 0, 0, 0),
    (2276, 'any', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2294, 2295, 0, 0, 'i', 'p', 0, 0, 0),
    (2277, 'anyarray', 11, -1, false, 'p', 'P', false, ',', 0, 0, 2296, 2297, 2502, 2503, 'd', 'x', 0, 0, 0),
    (2278, 'void', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2298, 2299, 3120, 3121, 'i', 'p', 0, 0, 0),
    (2279, 'trigger', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2300, 2301, 0, 0, 'i', 'p', 0, 0, 0),
    (2280, 'language_handler', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2302, 2303, 0, 0, 'i', 'p', 0, 0, 0),
    (2281, 'internal', 11, 8, true, 'p', 'P', false, ',', 0, 0, 2304, 2305, 0, 0, 'd', 'p', 0, 0, 0),
    (2283, 'anyelement', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2312, 2313, 0, 0, 'i', 'p', 0, 0, 0),
    (2287, '_record', 11, -1, false, 'p', 'P', false, ',', 2249, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (2776, 'anynonarray', 11, 4, true, 'p', 'P', false, ',', 0, 0, 2777, 2778, 0, 0, 'i', 'p', 0, 0, 0),
    (2949, '_txid_snapshot', 11, -1, false, 'b', 'A', false, ',', 2970, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (2950, 'uuid', 11, 16, false, 'b', 'U', false, ',', 0, 2951, 2952, 2953, 2961, 2962, 'c', 'p', 0, 0, 0),
    (2951, '_uuid', 11, -1, false, 'b', 'A', false, ',', 2950, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (2970, 'txid_snapshot', 11, -1, false, 'b', 'U', false, ',', 0, 2949, 2939, 2940, 2941, 2942, 'd', 'x', 0, 0, 0),
    (3115, 'fdw_handler', 11, 4, true, 'p', 'P', false, ',', 0, 0, 3116, 3117, 0, 0, 'i', 'p', 0, 0, 0),
    (3220, 'pg_lsn', 11, 8, true, 'b', 'U', false, ',', 0, 3221, 3229, 3230, 3238, 3239, 'd', 'p', 0, 0, 0),
    (3221, '_pg_lsn', 11, -1, false, 'b', 'A', false, ',', 3220, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (3310, 'tsm_handler', 11, 4, true, 'p', 'P', false, ',', 0, 0, 3311, 3312, 0, 0, 'i', 'p', 0, 0, 0),
    (3361, 'pg_ndistinct', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 3355, 3356, 3357, 3358, 'i', 'x', 0, 100, 0),
    (3402, 'pg_dependencies', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 3404, 3405, 3406, 3407, 'i', 'x', 0, 100, 0),
    (3500, 'anyenum', 11, 4, true, 'p', 'P', false, ',', 0, 0, 3504, 3505, 0, 0, 'i', 'p', 0, 0, 0),
    (3614, 'tsvector', 11, -1, false, 'b', 'U', false, ',', 0, 3643, 3610, 3611, 3639, 3638, 'i', 'x', 0, 0, 0),
    (3615, 'tsquery', 11, -1, false, 'b', 'U', false, ',', 0, 3645, 3612, 3613, 3641, 3640, 'i', 'p', 0, 0, 0),
    (3642, 'gtsvector', 11, -1, false, 'b', 'U', false, ',', 0, 3644, 3646, 3647, 0, 0, 'i', 'p', 0, 0, 0),
    (3643, '_tsvector', 11, -1, false, 'b', 'A', false, ',', 3614, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3644, '_gtsvector', 11, -1, false, 'b', 'A', false, ',', 3642, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3645, '_tsquery', 11, -1, false, 'b', 'A', false, ',', 3615, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3734, 'regconfig', 11, 4, true, 'b', 'N', false, ',', 0, 3735, 3736, 3737, 3738, 3739, 'i', 'p', 0, 0, 0),
    (3735, '_regconfig', 11, -1, false, 'b', 'A', false, ',', 3734, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3769, 'regdictionary', 11, 4, true, 'b', 'N', false, ',', 0, 3770, 3771, 3772, 3773, 3774, 'i', 'p', 0, 0, 0),
    (3770, '_regdictionary', 11, -1, false, 'b', 'A', false, ',', 3769, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3802, 'jsonb', 11, -1, false, 'b', 'U', false, ',', 0, 3807, 3806, 3804, 3805, 3803, 'i', 'x', 0, 0, 6098),
    (3807, '_jsonb', 11, -1, false, 'b', 'A', false, ',', 3802, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3831, 'anyrange', 11, -1, false, 'p', 'P', false, ',', 0, 0, 3832, 3833, 0, 0, 'd', 'x', 0, 0, 0),
    (3838, 'event_trigger', 11, 4, true, 'p', 'P', false, ',', 0, 0, 3594, 3595, 0, 0, 'i', 'p', 0, 0, 0),
    (3904, 'int4range', 11, -1, false, 'r', 'R', false, ',', 0, 3905, 3834, 3835, 3836, 3837, 'i', 'x', 0, 0, 0),
    (3905, '_int4range', 11, -1, false, 'b', 'A', false, ',', 3904, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3906, 'numrange', 11, -1, false, 'r', 'R', false, ',', 0, 3907, 3834, 3835, 3836, 3837, 'i', 'x', 0, 0, 0),
    (3907, '_numrange', 11, -1, false, 'b', 'A', false, ',', 3906, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3908, 'tsrange', 11, -1, false, 'r', 'R', false, ',', 0, 3909, 3834, 3835, 3836, 3837, 'd', 'x', 0, 0, 0),
    (3909, '_tsrange', 11, -1, false, 'b', 'A', false, ',', 3908, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (3910, 'tstzrange', 11, -1, false, 'r', 'R', false, ',', 0, 3911, 3834, 3835, 3836, 3837, 'd', 'x', 0, 0, 0),
    (3911, '_tstzrange', 11, -1, false, 'b', 'A', false, ',', 3910, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (3912, 'daterange', 11, -1, false, 'r', 'R', false, ',', 0, 3913, 3834, 3835, 3836, 3837, 'i', 'x', 0, 0, 0),
    (3913, '_daterange', 11, -1, false, 'b', 'A', false, ',', 3912, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (3926, 'int8range', 11, -1, false, 'r', 'R', false, ',', 0, 3927, 3834, 3835, 3836, 3837, 'd', 'x', 0, 0, 0),
    (3927, '_int8range', 11, -1, false, 'b', 'A', false, ',', 3926, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (4072, 'jsonpath', 11, -1, false, 'b', 'U', false, ',', 0, 4073, 4001, 4003, 4002, 4004, 'i', 'x', 0, 0, 0),
    (4073, '_jsonpath', 11, -1, false, 'b', 'A', false, ',', 4072, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (4089, 'regnamespace', 11, 4, true, 'b', 'N', false, ',', 0, 4090, 4084, 4085, 4087, 4088, 'i', 'p', 0, 0, 0),
    (4090, '_regnamespace', 11, -1, false, 'b', 'A', false, ',', 4089, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (4096, 'regrole', 11, 4, true, 'b', 'N', false, ',', 0, 4097, 4098, 4092, 4094, 4095, 'i', 'p', 0, 0, 0),
    (4097, '_regrole', 11, -1, false, 'b', 'A', false, ',', 4096, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (4191, 'regcollation', 11, 4, true, 'b', 'N', false, ',', 0, 4192, 4193, 4194, 4196, 4197, 'i', 'p', 0, 0, 0),
    (4192, '_regcollation', 11, -1, false, 'b', 'A', false, ',', 4191, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (4451, 'int4multirange', 11, -1, false, 'm', 'R', false, ',', 0, 6150, 4231, 4232, 4233, 4234, 'i', 'x', 0, 0, 0),
    (4532, 'nummultirange', 11, -1, false, 'm', 'R', false, ',', 0, 6151, 4231, 4232, 4233, 4234, 'i', 'x', 0, 0, 0),
    (4533, 'tsmultirange', 11, -1, false, 'm', 'R', false, ',', 0, 6152, 4231, 4232, 4233, 4234, 'd', 'x', 0, 0, 0),
    (4534, 'tstzmultirange', 11, -1, false, 'm', 'R', false, ',', 0, 6153, 4231, 4232, 4233, 4234, 'd', 'x', 0, 0, 0),
    (4535, 'datemultirange', 11, -1, false, 'm', 'R', false, ',', 0, 6155, 4231, 4232, 4233, 4234, 'i', 'x', 0, 0, 0),
    (4536, 'int8multirange', 11, -1, false, 'm', 'R', false, ',', 0, 6157, 4231, 4232, 4233, 4234, 'd', 'x', 0, 0, 0),
    (4537, 'anymultirange', 11, -1, false, 'p', 'P', false, ',', 0, 0, 4229, 4230, 0, 0, 'd', 'x', 0, 0, 0),
    (4538, 'anycompatiblemultirange', 11, -1, false, 'p', 'P', false, ',', 0, 0, 4226, 4227, 0, 0, 'd', 'x', 0, 0, 0),
    (4600, 'pg_brin_bloom_summary', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 4596, 4597, 4598, 4599, 'i', 'x', 0, 100, 0),
    (4601, 'pg_brin_minmax_multi_summary', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 4638, 4639, 4640, 4641, 'i', 'x', 0, 100, 0),
    (5017, 'pg_mcv_list', 11, -1, false, 'b', 'Z', false, ',', 0, 0, 5018, 5019, 5020, 5021, 'i', 'x', 0, 100, 0),
    (5038, 'pg_snapshot', 11, -1, false, 'b', 'U', false, ',', 0, 5039, 5055, 5056, 5057, 5058, 'd', 'x', 0, 0, 0),
    (5039, '_pg_snapshot', 11, -1, false, 'b', 'A', false, ',', 5038, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (5069, 'xid8', 11, 8, true, 'b', 'U', false, ',', 0, 271, 5070, 5081, 5082, 5083, 'd', 'p', 0, 0, 0),
    (5077, 'anycompatible', 11, 4, true, 'p', 'P', false, ',', 0, 0, 5086, 5087, 0, 0, 'i', 'p', 0, 0, 0),
    (5078, 'anycompatiblearray', 11, -1, false, 'p', 'P', false, ',', 0, 0, 5088, 5089, 5090, 5091, 'd', 'x', 0, 0, 0),
    (5079, 'anycompatiblenonarray', 11, 4, true, 'p', 'P', false, ',', 0, 0, 5092, 5093, 0, 0, 'i', 'p', 0, 0, 0),
    (5080, 'anycompatiblerange', 11, -1, false, 'p', 'P', false, ',', 0, 0, 5094, 5095, 0, 0, 'd', 'x', 0, 0, 0),
    (6150, '_int4multirange', 11, -1, false, 'b', 'A', false, ',', 4451, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (6151, '_nummultirange', 11, -1, false, 'b', 'A', false, ',', 4532, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (6152, '_tsmultirange', 11, -1, false, 'b', 'A', false, ',', 4533, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (6153, '_tstzmultirange', 11, -1, false, 'b', 'A', false, ',', 4534, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (6155, '_datemultirange', 11, -1, false, 'b', 'A', false, ',', 4535, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (6157, '_int8multirange', 11, -1, false, 'b', 'A', false, ',', 4536, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (13220, '_cardinal_number', 13207, -1, false, 'b', 'A', false, ',', 13221, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 0, 6179),
    (13221, 'cardinal_number', 13207, 4, true, 'd', 'N', false, ',', 0, 13220, 2597, 43, 2598, 2407, 'i', 'p', 23, 0, 0),
    (13223, '_character_data', 13207, -1, false, 'b', 'A', false, ',', 13224, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 950, 6179),
    (13224, 'character_data', 13207, -1, false, 'd', 'S', false, ',', 0, 13223, 2597, 1047, 2598, 2433, 'i', 'x', 1043, 950, 0),
    (13225, '_sql_identifier', 13207, -1, false, 'b', 'A', false, ',', 13226, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 950, 6179),
    (13226, 'sql_identifier', 13207, 64, false, 'd', 'S', false, ',', 0, 13225, 2597, 35, 2598, 2423, 'c', 'p', 19, 950, 0),
    (13231, '_time_stamp', 13207, -1, false, 'b', 'A', false, ',', 13232, 0, 750, 751, 2400, 2401, 'd', 'x', 0, 0, 6179),
    (13232, 'time_stamp', 13207, 8, true, 'd', 'D', false, ',', 0, 13231, 2597, 1151, 2598, 2477, 'd', 'p', 1184, 0, 0),
    (13233, '_yes_or_no', 13207, -1, false, 'b', 'A', false, ',', 13234, 0, 750, 751, 2400, 2401, 'i', 'x', 0, 950, 6179),
    (13234, 'yes_or_no', 13207, -1, false, 'd', 'S', false, ',', 0, 13233, 2597, 1047, 2598, 2433, 'i', 'x', 1043, 950, 0)) AS t(oid, typname, typnamespace, typlen, typbyval, typtype, typcategory, typispreferred, typdelim, typelem, typarray, typinput, typoutput, typreceive, typsend, typalign, typstorage, typbasetype, typcollation, typsubscript);

-- @own: what this warehouse has of schemas, relations, columns and functions is inserted here when the
-- catalogue is published. What clients ask for most are tables: to ask DuckDB for its columns, or to
-- bind some hundred constant rows, costs a tenth of a second each time.

CREATE TABLE pg.pg_namespace AS
SELECT oid, nspname, 10::UINTEGER AS nspowner, NULL::VARCHAR[] AS nspacl FROM pg.own_schema;

CREATE TABLE pg.pg_class AS
SELECT oid, name AS relname, relnamespace, 0::UINTEGER AS reltype, 0::UINTEGER AS reloftype, 10::UINTEGER AS relowner,
    (CASE relkind WHEN 'r' THEN 2 ELSE 0 END)::UINTEGER AS relam, 0::UINTEGER AS relfilenode, 0::UINTEGER AS reltablespace, 0 AS relpages,
    -1::FLOAT AS reltuples, 0 AS relallvisible, 0::UINTEGER AS reltoastrelid, false AS relhasindex, false AS relisshared, 'p' AS relpersistence,
    relkind, columns::SMALLINT AS relnatts, 0::SMALLINT AS relchecks, relkind = 'v' AS relhasrules, false AS relhastriggers, false AS relhassubclass,
    false AS relrowsecurity, false AS relforcerowsecurity, true AS relispopulated, CASE relkind WHEN 'r' THEN 'd' ELSE 'n' END AS relreplident, false AS relispartition, 0::UINTEGER AS relrewrite,
    0::UINTEGER AS relfrozenxid, 0::UINTEGER AS relminmxid, NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions, NULL::VARCHAR AS relpartbound
FROM pg.own_relation;

CREATE TABLE pg.pg_attribute AS
SELECT c.attrelid, c.column_name AS attname, c.type_oid AS atttypid, -1 AS attstattarget, t.typlen AS attlen, c.column_index::SMALLINT AS attnum,
    CASE WHEN t.typcategory = 'A' THEN 1 ELSE 0 END AS attndims, -1 AS attcacheoff, c.typmod AS atttypmod, t.typbyval AS attbyval, t.typalign AS attalign,
    t.typstorage AS attstorage, '' AS attcompression, NOT c.is_nullable AS attnotnull, c.column_default IS NOT NULL AS atthasdef, false AS atthasmissing,
    '' AS attidentity, '' AS attgenerated, false AS attisdropped, true AS attislocal, 0 AS attinhcount, t.typcollation AS attcollation,
    NULL::VARCHAR[] AS attacl, NULL::VARCHAR[] AS attoptions, NULL::VARCHAR[] AS attfdwoptions, NULL::VARCHAR AS attmissingval
FROM pg.own_column c
JOIN pg.own_type t ON t.oid = c.type_oid;

CREATE TABLE pg.pg_attrdef AS
SELECT (attrelid * 1000 + column_index)::UINTEGER AS oid, attrelid AS adrelid, column_index::SMALLINT AS adnum, column_default AS adbin
FROM pg.own_column WHERE column_default IS NOT NULL;

CREATE TABLE pg.pg_description AS
SELECT oid AS objoid, 1259::UINTEGER AS classoid, 0 AS objsubid, comment AS description FROM pg.own_relation WHERE comment IS NOT NULL
UNION ALL
SELECT attrelid, 1259, column_index, comment FROM pg.own_column WHERE comment IS NOT NULL
UNION ALL
SELECT oid, 1255, 0, comment FROM pg.own_function WHERE comment IS NOT NULL;

CREATE TABLE pg.pg_type AS
SELECT oid, typname, typnamespace, 10::UINTEGER AS typowner, typlen, typbyval, typtype, typcategory, typispreferred, true AS typisdefined, typdelim,
    0::UINTEGER AS typrelid, typsubscript, typelem, typarray, typinput, typoutput, typreceive, typsend, 0::UINTEGER AS typmodin, 0::UINTEGER AS typmodout,
    0::UINTEGER AS typanalyze, typalign, typstorage, false AS typnotnull, typbasetype, -1 AS typtypmod, 0 AS typndims, typcollation,
    NULL::VARCHAR AS typdefaultbin, NULL::VARCHAR AS typdefault, NULL::VARCHAR[] AS typacl
FROM pg.own_type;

-- The functions of this warehouse; and those by which types are read and written, which drivers look for.
CREATE TABLE pg.pg_proc AS
WITH f AS (
    SELECT oid, name, pronamespace, 14 AS prolang, returns_rows AS proretset, len(parameters) AS nargs, (CASE WHEN returns_rows THEN 2249 ELSE 25 END)::UINTEGER AS prorettype,
        list_transform(parameters, p -> 2276::UINTEGER) AS proargtypes, parameters AS proargnames, macro_definition AS prosrc
    FROM pg.own_function
    UNION ALL
    SELECT oid, name, 11, 12, false, len(argtypes), prorettype, argtypes, NULL, name
    FROM (SELECT oid, name, prorettype, CASE WHEN args = '' THEN [] ELSE string_split(args, ' ')::UINTEGER[] END AS argtypes
        FROM (VALUES 
    (31, 'byteaout', 2275, '17'),
    (33, 'charout', 2275, '18'),
    (34, 'namein', 19, '2275'),
    (35, 'nameout', 2275, '19'),
    (38, 'int2in', 21, '2275'),
    (39, 'int2out', 2275, '21'),
    (40, 'int2vectorin', 22, '2275'),
    (41, 'int2vectorout', 2275, '22'),
    (42, 'int4in', 23, '2275'),
    (43, 'int4out', 2275, '23'),
    (44, 'regprocin', 24, '2275'),
    (45, 'regprocout', 2275, '24'),
    (46, 'textin', 25, '2275'),
    (47, 'textout', 2275, '25'),
    (48, 'tidin', 27, '2275'),
    (49, 'tidout', 2275, '27'),
    (50, 'xidin', 28, '2275'),
    (51, 'xidout', 2275, '28'),
    (52, 'cidin', 29, '2275'),
    (53, 'cidout', 2275, '29'),
    (54, 'oidvectorin', 30, '2275'),
    (55, 'oidvectorout', 2275, '30'),
    (86, 'pg_ddl_command_in', 32, '2275'),
    (87, 'pg_ddl_command_out', 2275, '32'),
    (88, 'pg_ddl_command_recv', 32, '2281'),
    (90, 'pg_ddl_command_send', 17, '32'),
    (109, 'unknownin', 705, '2275'),
    (110, 'unknownout', 2275, '705'),
    (117, 'point_in', 600, '2275'),
    (118, 'point_out', 2275, '600'),
    (119, 'lseg_in', 601, '2275'),
    (120, 'lseg_out', 2275, '601'),
    (121, 'path_in', 602, '2275'),
    (122, 'path_out', 2275, '602'),
    (123, 'box_in', 603, '2275'),
    (124, 'box_out', 2275, '603'),
    (195, 'pg_node_tree_in', 194, '2275'),
    (196, 'pg_node_tree_out', 2275, '194'),
    (197, 'pg_node_tree_recv', 194, '2281'),
    (198, 'pg_node_tree_send', 17, '194'),
    (200, 'float4in', 700, '2275'),
    (201, 'float4out', 2275, '700'),
    (214, 'float8in', 701, '2275'),
    (215, 'float8out', 2275, '701'),
    (267, 'table_am_handler_in', 269, '2275'),
    (268, 'table_am_handler_out', 2275, '269'),
    (321, 'json_in', 114, '2275'),
    (322, 'json_out', 2275, '114'),
    (323, 'json_recv', 114, '2281'),
    (324, 'json_send', 17, '114'),
    (326, 'index_am_handler_in', 325, '2275'),
    (327, 'index_am_handler_out', 2275, '325'),
    (347, 'poly_in', 604, '2275'),
    (348, 'poly_out', 2275, '604'),
    (436, 'macaddr_in', 829, '2275'),
    (437, 'macaddr_out', 2275, '829'),
    (460, 'int8in', 20, '2275'),
    (461, 'int8out', 2275, '20'),
    (750, 'array_in', 2277, '2275 26 23'),
    (751, 'array_out', 2275, '2277'),
    (886, 'cash_in', 790, '2275'),
    (887, 'cash_out', 2275, '790'),
    (910, 'inet_in', 869, '2275'),
    (911, 'inet_out', 2275, '869'),
    (1031, 'aclitemin', 1033, '2275'),
    (1032, 'aclitemout', 2275, '1033'),
    (1044, 'bpcharin', 1042, '2275 26 23'),
    (1045, 'bpcharout', 2275, '1042'),
    (1046, 'varcharin', 1043, '2275 26 23'),
    (1047, 'varcharout', 2275, '1043'),
    (1084, 'date_in', 1082, '2275'),
    (1085, 'date_out', 2275, '1082'),
    (1143, 'time_in', 1083, '2275 26 23'),
    (1144, 'time_out', 2275, '1083'),
    (1150, 'timestamptz_in', 1184, '2275 26 23'),
    (1151, 'timestamptz_out', 2275, '1184'),
    (1160, 'interval_in', 1186, '2275 26 23'),
    (1161, 'interval_out', 2275, '1186'),
    (1242, 'boolin', 16, '2275'),
    (1243, 'boolout', 2275, '16'),
    (1244, 'byteain', 17, '2275'),
    (1245, 'charin', 18, '2275'),
    (1267, 'cidr_in', 650, '2275'),
    (1312, 'timestamp_in', 1114, '2275 26 23'),
    (1313, 'timestamp_out', 2275, '1114'),
    (1350, 'timetz_in', 1266, '2275 26 23'),
    (1351, 'timetz_out', 2275, '1266'),
    (1427, 'cidr_out', 2275, '650'),
    (1450, 'circle_in', 718, '2275'),
    (1451, 'circle_out', 2275, '718'),
    (1490, 'line_in', 628, '2275'),
    (1491, 'line_out', 2275, '628'),
    (1564, 'bit_in', 1560, '2275 26 23'),
    (1565, 'bit_out', 2275, '1560'),
    (1579, 'varbit_in', 1562, '2275 26 23'),
    (1580, 'varbit_out', 2275, '1562'),
    (1701, 'numeric_in', 1700, '2275 26 23'),
    (1702, 'numeric_out', 2275, '1700'),
    (1798, 'oidin', 26, '2275'),
    (1799, 'oidout', 2275, '26'),
    (2212, 'regprocedurein', 2202, '2275'),
    (2213, 'regprocedureout', 2275, '2202'),
    (2214, 'regoperin', 2203, '2275'),
    (2215, 'regoperout', 2275, '2203'),
    (2216, 'regoperatorin', 2204, '2275'),
    (2217, 'regoperatorout', 2275, '2204'),
    (2218, 'regclassin', 2205, '2275'),
    (2219, 'regclassout', 2275, '2205'),
    (2220, 'regtypein', 2206, '2275'),
    (2221, 'regtypeout', 2275, '2206'),
    (2290, 'record_in', 2249, '2275 26 23'),
    (2291, 'record_out', 2275, '2249'),
    (2292, 'cstring_in', 2275, '2275'),
    (2293, 'cstring_out', 2275, '2275'),
    (2294, 'any_in', 2276, '2275'),
    (2295, 'any_out', 2275, '2276'),
    (2296, 'anyarray_in', 2277, '2275'),
    (2297, 'anyarray_out', 2275, '2277'),
    (2298, 'void_in', 2278, '2275'),
    (2299, 'void_out', 2275, '2278'),
    (2300, 'trigger_in', 2279, '2275'),
    (2301, 'trigger_out', 2275, '2279'),
    (2302, 'language_handler_in', 2280, '2275'),
    (2303, 'language_handler_out', 2275, '2280'),
    (2304, 'internal_in', 2281, '2275'),
    (2305, 'internal_out', 2275, '2281'),
    (2312, 'anyelement_in', 2283, '2275'),
    (2313, 'anyelement_out', 2275, '2283'),
    (2400, 'array_recv', 2277, '2281 26 23'),
    (2401, 'array_send', 17, '2277'),
    (2402, 'record_recv', 2249, '2281 26 23'),
    (2403, 'record_send', 17, '2249'),
    (2404, 'int2recv', 21, '2281'),
    (2405, 'int2send', 17, '21'),
    (2406, 'int4recv', 23, '2281'),
    (2407, 'int4send', 17, '23'),
    (2408, 'int8recv', 20, '2281'),
    (2409, 'int8send', 17, '20'),
    (2410, 'int2vectorrecv', 22, '2281'),
    (2411, 'int2vectorsend', 17, '22'),
    (2412, 'bytearecv', 17, '2281'),
    (2413, 'byteasend', 17, '17'),
    (2414, 'textrecv', 25, '2281'),
    (2415, 'textsend', 17, '25'),
    (2416, 'unknownrecv', 705, '2281'),
    (2417, 'unknownsend', 17, '705'),
    (2418, 'oidrecv', 26, '2281'),
    (2419, 'oidsend', 17, '26'),
    (2420, 'oidvectorrecv', 30, '2281'),
    (2421, 'oidvectorsend', 17, '30'),
    (2422, 'namerecv', 19, '2281'),
    (2423, 'namesend', 17, '19'),
    (2424, 'float4recv', 700, '2281'),
    (2425, 'float4send', 17, '700'),
    (2426, 'float8recv', 701, '2281'),
    (2427, 'float8send', 17, '701'),
    (2428, 'point_recv', 600, '2281'),
    (2429, 'point_send', 17, '600'),
    (2430, 'bpcharrecv', 1042, '2281 26 23'),
    (2431, 'bpcharsend', 17, '1042'),
    (2432, 'varcharrecv', 1043, '2281 26 23'),
    (2433, 'varcharsend', 17, '1043'),
    (2434, 'charrecv', 18, '2281'),
    (2435, 'charsend', 17, '18'),
    (2436, 'boolrecv', 16, '2281'),
    (2437, 'boolsend', 17, '16'),
    (2438, 'tidrecv', 27, '2281'),
    (2439, 'tidsend', 17, '27'),
    (2440, 'xidrecv', 28, '2281'),
    (2441, 'xidsend', 17, '28'),
    (2442, 'cidrecv', 29, '2281'),
    (2443, 'cidsend', 17, '29'),
    (2444, 'regprocrecv', 24, '2281'),
    (2445, 'regprocsend', 17, '24'),
    (2446, 'regprocedurerecv', 2202, '2281'),
    (2447, 'regproceduresend', 17, '2202'),
    (2448, 'regoperrecv', 2203, '2281'),
    (2449, 'regopersend', 17, '2203'),
    (2450, 'regoperatorrecv', 2204, '2281'),
    (2451, 'regoperatorsend', 17, '2204'),
    (2452, 'regclassrecv', 2205, '2281'),
    (2453, 'regclasssend', 17, '2205'),
    (2454, 'regtyperecv', 2206, '2281'),
    (2455, 'regtypesend', 17, '2206'),
    (2456, 'bit_recv', 1560, '2281 26 23'),
    (2457, 'bit_send', 17, '1560'),
    (2458, 'varbit_recv', 1562, '2281 26 23'),
    (2459, 'varbit_send', 17, '1562'),
    (2460, 'numeric_recv', 1700, '2281 26 23'),
    (2461, 'numeric_send', 17, '1700'),
    (2468, 'date_recv', 1082, '2281'),
    (2469, 'date_send', 17, '1082'),
    (2470, 'time_recv', 1083, '2281 26 23'),
    (2471, 'time_send', 17, '1083'),
    (2472, 'timetz_recv', 1266, '2281 26 23'),
    (2473, 'timetz_send', 17, '1266'),
    (2474, 'timestamp_recv', 1114, '2281 26 23'),
    (2475, 'timestamp_send', 17, '1114'),
    (2476, 'timestamptz_recv', 1184, '2281 26 23'),
    (2477, 'timestamptz_send', 17, '1184'),
    (2478, 'interval_recv', 1186, '2281 26 23'),
    (2479, 'interval_send', 17, '1186'),
    (2480, 'lseg_recv', 601, '2281'),
    (2481, 'lseg_send', 17, '601'),
    (2482, 'path_recv', 602, '2281'),
    (2483, 'path_send', 17, '602'),
    (2484, 'box_recv', 603, '2281'),
    (2485, 'box_send', 17, '603'),
    (2486, 'poly_recv', 604, '2281'),
    (2487, 'poly_send', 17, '604'),
    (2488, 'line_recv', 628, '2281'),
    (2489, 'line_send', 17, '628'),
    (2490, 'circle_recv', 718, '2281'),
    (2491, 'circle_send', 17, '718'),
    (2492, 'cash_recv', 790, '2281'),
    (2493, 'cash_send', 17, '790'),
    (2494, 'macaddr_recv', 829, '2281'),
    (2495, 'macaddr_send', 17, '829'),
    (2496, 'inet_recv', 869, '2281'),
    (2497, 'inet_send', 17, '869'),
    (2498, 'cidr_recv', 650, '2281'),
    (2499, 'cidr_send', 17, '650'),
    (2500, 'cstring_recv', 2275, '2281'),
    (2501, 'cstring_send', 17, '2275'),
    (2502, 'anyarray_recv', 2277, '2281'),
    (2503, 'anyarray_send', 17, '2277'),
    (2597, 'domain_in', 2276, '2275 26 23'),
    (2598, 'domain_recv', 2276, '2281 26 23'),
    (2777, 'anynonarray_in', 2776, '2275'),
    (2778, 'anynonarray_out', 2275, '2776'),
    (2893, 'xml_in', 142, '2275'),
    (2894, 'xml_out', 2275, '142'),
    (2898, 'xml_recv', 142, '2281'),
    (2899, 'xml_send', 17, '142'),
    (2939, 'txid_snapshot_in', 2970, '2275'),
    (2940, 'txid_snapshot_out', 2275, '2970'),
    (2941, 'txid_snapshot_recv', 2970, '2281'),
    (2942, 'txid_snapshot_send', 17, '2970'),
    (2952, 'uuid_in', 2950, '2275'),
    (2953, 'uuid_out', 2275, '2950'),
    (2961, 'uuid_recv', 2950, '2281'),
    (2962, 'uuid_send', 17, '2950'),
    (3116, 'fdw_handler_in', 3115, '2275'),
    (3117, 'fdw_handler_out', 2275, '3115'),
    (3120, 'void_recv', 2278, '2281'),
    (3121, 'void_send', 17, '2278'),
    (3229, 'pg_lsn_in', 3220, '2275'),
    (3230, 'pg_lsn_out', 2275, '3220'),
    (3238, 'pg_lsn_recv', 3220, '2281'),
    (3239, 'pg_lsn_send', 17, '3220'),
    (3311, 'tsm_handler_in', 3310, '2275'),
    (3312, 'tsm_handler_out', 2275, '3310'),
    (3355, 'pg_ndistinct_in', 3361, '2275'),
    (3356, 'pg_ndistinct_out', 2275, '3361'),
    (3357, 'pg_ndistinct_recv', 3361, '2281'),
    (3358, 'pg_ndistinct_send', 17, '3361'),
    (3404, 'pg_dependencies_in', 3402, '2275'),
    (3405, 'pg_dependencies_out', 2275, '3402'),
    (3406, 'pg_dependencies_recv', 3402, '2281'),
    (3407, 'pg_dependencies_send', 17, '3402'),
    (3446, 'macaddr8_recv', 774, '2281'),
    (3447, 'macaddr8_send', 17, '774'),
    (3504, 'anyenum_in', 3500, '2275'),
    (3505, 'anyenum_out', 2275, '3500'),
    (3594, 'event_trigger_in', 3838, '2275'),
    (3595, 'event_trigger_out', 2275, '3838'),
    (3610, 'tsvectorin', 3614, '2275'),
    (3611, 'tsvectorout', 2275, '3614'),
    (3612, 'tsqueryin', 3615, '2275'),
    (3613, 'tsqueryout', 2275, '3615'),
    (3638, 'tsvectorsend', 17, '3614'),
    (3639, 'tsvectorrecv', 3614, '2281'),
    (3640, 'tsquerysend', 17, '3615'),
    (3641, 'tsqueryrecv', 3615, '2281'),
    (3646, 'gtsvectorin', 3642, '2275'),
    (3647, 'gtsvectorout', 2275, '3642'),
    (3736, 'regconfigin', 3734, '2275'),
    (3737, 'regconfigout', 2275, '3734'),
    (3738, 'regconfigrecv', 3734, '2281'),
    (3739, 'regconfigsend', 17, '3734'),
    (3771, 'regdictionaryin', 3769, '2275'),
    (3772, 'regdictionaryout', 2275, '3769'),
    (3773, 'regdictionaryrecv', 3769, '2281'),
    (3774, 'regdictionarysend', 17, '3769'),
    (3803, 'jsonb_send', 17, '3802'),
    (3804, 'jsonb_out', 2275, '3802'),
    (3805, 'jsonb_recv', 3802, '2281'),
    (3806, 'jsonb_in', 3802, '2275'),
    (3832, 'anyrange_in', 3831, '2275 26 23'),
    (3833, 'anyrange_out', 2275, '3831'),
    (3834, 'range_in', 3831, '2275 26 23'),
    (3835, 'range_out', 2275, '3831'),
    (3836, 'range_recv', 3831, '2281 26 23'),
    (3837, 'range_send', 17, '3831'),
    (4001, 'jsonpath_in', 4072, '2275'),
    (4002, 'jsonpath_recv', 4072, '2281'),
    (4003, 'jsonpath_out', 2275, '4072'),
    (4004, 'jsonpath_send', 17, '4072'),
    (4084, 'regnamespacein', 4089, '2275'),
    (4085, 'regnamespaceout', 2275, '4089'),
    (4087, 'regnamespacerecv', 4089, '2281'),
    (4088, 'regnamespacesend', 17, '4089'),
    (4092, 'regroleout', 2275, '4096'),
    (4094, 'regrolerecv', 4096, '2281'),
    (4095, 'regrolesend', 17, '4096'),
    (4098, 'regrolein', 4096, '2275'),
    (4110, 'macaddr8_in', 774, '2275'),
    (4111, 'macaddr8_out', 2275, '774'),
    (4193, 'regcollationin', 4191, '2275'),
    (4194, 'regcollationout', 2275, '4191'),
    (4196, 'regcollationrecv', 4191, '2281'),
    (4197, 'regcollationsend', 17, '4191'),
    (4226, 'anycompatiblemultirange_in', 4538, '2275 26 23'),
    (4227, 'anycompatiblemultirange_out', 2275, '4538'),
    (4229, 'anymultirange_in', 4537, '2275 26 23'),
    (4230, 'anymultirange_out', 2275, '4537'),
    (4231, 'multirange_in', 4537, '2275 26 23'),
    (4232, 'multirange_out', 2275, '4537'),
    (4233, 'multirange_recv', 4537, '2281 26 23'),
    (4234, 'multirange_send', 17, '4537'),
    (4596, 'brin_bloom_summary_in', 4600, '2275'),
    (4597, 'brin_bloom_summary_out', 2275, '4600'),
    (4598, 'brin_bloom_summary_recv', 4600, '2281'),
    (4599, 'brin_bloom_summary_send', 17, '4600'),
    (4638, 'brin_minmax_multi_summary_in', 4601, '2275'),
    (4639, 'brin_minmax_multi_summary_out', 2275, '4601'),
    (4640, 'brin_minmax_multi_summary_recv', 4601, '2281'),
    (4641, 'brin_minmax_multi_summary_send', 17, '4601'),
    (5018, 'pg_mcv_list_in', 5017, '2275'),
    (5019, 'pg_mcv_list_out', 2275, '5017'),
    (5020, 'pg_mcv_list_recv', 5017, '2281'),
    (5021, 'pg_mcv_list_send', 17, '5017'),
    (5055, 'pg_snapshot_in', 5038, '2275'),
    (5056, 'pg_snapshot_out', 2275, '5038'),
    (5057, 'pg_snapshot_recv', 5038, '2281'),
    (5058, 'pg_snapshot_send', 17, '5038'),
    (5070, 'xid8in', 5069, '2275'),
    (5081, 'xid8out', 2275, '5069'),
    (5082, 'xid8recv', 5069, '2281'),
    (5083, 'xid8send', 17, '5069'),
    (5086, 'anycompatible_in', 5077, '2275'),
    (5087, 'anycompatible_out', 2275, '5077'),
    (5088, 'anycompatiblearray_in', 5078, '2275'),
    (5089, 'anycompatiblearray_out', 2275, '5078'),
    (5090, 'anycompatiblearray_recv', 5078, '2281'),
    (5091, 'anycompatiblearray_send', 17, '5078'),
    (5092, 'anycompatiblenonarray_in', 5079, '2275'),
    (5093, 'anycompatiblenonarray_out', 2275, '5079'),
    (5094, 'anycompatiblerange_in', 5080, '2275 26 23'),
    (5095, 'anycompatiblerange_out', 2275, '5080')) AS p(oid, name, prorettype, args)))
SELECT oid::UINTEGER AS oid, name AS proname, pronamespace::UINTEGER AS pronamespace, 10::UINTEGER AS proowner, prolang::UINTEGER AS prolang, 1::FLOAT AS procost,
    (CASE WHEN proretset THEN 1000 ELSE 0 END)::FLOAT AS prorows, 0::UINTEGER AS provariadic, 0::UINTEGER AS prosupport, 'f' AS prokind, false AS prosecdef, false AS proleakproof,
    false AS proisstrict, proretset, 's' AS provolatile, 's' AS proparallel, nargs::SMALLINT AS pronargs, 0::SMALLINT AS pronargdefaults, prorettype::UINTEGER AS prorettype,
    array_to_string(proargtypes, ' ') AS proargtypes, NULL::UINTEGER[] AS proallargtypes, NULL::VARCHAR[] AS proargmodes, proargnames, NULL::VARCHAR AS proargdefaults,
    NULL::UINTEGER[] AS protrftypes, prosrc, NULL::VARCHAR AS probin, NULL::VARCHAR AS prosqlbody, NULL::VARCHAR[] AS proconfig, NULL::VARCHAR[] AS proacl
FROM f;

CREATE VIEW pg.pg_database AS
SELECT 16384::UINTEGER AS oid, 'jianfu' AS datname, 10::UINTEGER AS datdba, 6 AS encoding, 'c' AS datlocprovider, false AS datistemplate, true AS datallowconn,
    -1 AS datconnlimit, 0::UINTEGER AS datfrozenxid, 0::UINTEGER AS datminmxid, 1663::UINTEGER AS dattablespace, 'C.UTF-8' AS datcollate, 'C.UTF-8' AS datctype,
    NULL::VARCHAR AS daticulocale, NULL::VARCHAR AS datcollversion, NULL::VARCHAR[] AS datacl;

CREATE VIEW pg.pg_roles AS
SELECT 'jianfu' AS rolname, false AS rolsuper, true AS rolinherit, false AS rolcreaterole, false AS rolcreatedb, true AS rolcanlogin, false AS rolreplication,
    -1 AS rolconnlimit, '********' AS rolpassword, NULL::TIMESTAMPTZ AS rolvaliduntil, false AS rolbypassrls, NULL::VARCHAR[] AS rolconfig, 10::UINTEGER AS oid;
CREATE VIEW pg.pg_authid AS
SELECT oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, NULL::VARCHAR AS rolpassword, rolvaliduntil
FROM pg.pg_roles;
CREATE VIEW pg.pg_user AS
SELECT rolname AS usename, oid AS usesysid, false AS usecreatedb, false AS usesuper, false AS userepl, false AS usebypassrls, '********' AS passwd,
    rolvaliduntil AS valuntil, NULL::VARCHAR[] AS useconfig FROM pg.pg_roles;

CREATE VIEW pg.pg_am AS
SELECT * FROM (VALUES (2::UINTEGER, 'heap', 3::UINTEGER, 't'), (403, 'btree', 330, 'i')) AS am(oid, amname, amhandler, amtype);
CREATE VIEW pg.pg_language AS
SELECT oid::UINTEGER AS oid, lanname, 10::UINTEGER AS lanowner, false AS lanispl, lanpltrusted, 0::UINTEGER AS lanplcallfoid, 0::UINTEGER AS laninline,
    0::UINTEGER AS lanvalidator, NULL::VARCHAR[] AS lanacl FROM (VALUES (12, 'internal', false), (13, 'c', false), (14, 'sql', true)) AS l(oid, lanname, lanpltrusted);
CREATE VIEW pg.pg_tablespace AS
SELECT oid::UINTEGER AS oid, spcname, 10::UINTEGER AS spcowner, NULL::VARCHAR[] AS spcacl, NULL::VARCHAR[] AS spcoptions
FROM (VALUES (1663, 'pg_default'), (1664, 'pg_global')) AS t(oid, spcname);
CREATE VIEW pg.pg_collation AS
SELECT oid::UINTEGER AS oid, collname, 11::UINTEGER AS collnamespace, 10::UINTEGER AS collowner, collprovider, true AS collisdeterministic, -1 AS collencoding,
    collcollate, collcollate AS collctype, NULL::VARCHAR AS colliculocale, NULL::VARCHAR AS collversion
FROM (VALUES (100, 'default', 'd', NULL), (950, 'C', 'c', 'C'), (951, 'POSIX', 'c', 'POSIX')) AS c(oid, collname, collprovider, collcollate);
CREATE VIEW pg.pg_range AS
SELECT rngtypid::UINTEGER AS rngtypid, rngsubtype::UINTEGER AS rngsubtype, rngmultitypid::UINTEGER AS rngmultitypid, rngcollation::UINTEGER AS rngcollation,
    rngsubopc::UINTEGER AS rngsubopc, 0::UINTEGER AS rngcanonical, 0::UINTEGER AS rngsubdiff
FROM (VALUES (3904, 23, 4451, 0, 1978), (3906, 1700, 4532, 0, 3125), (3908, 1114, 4533, 0, 3128), (3910, 1184, 4534, 0, 3127), (3912, 1082, 4535, 0, 3122), (3926, 20, 4536, 0, 3124)) AS r(rngtypid, rngsubtype, rngmultitypid, rngcollation, rngsubopc);

CREATE VIEW pg.pg_tables AS
SELECT nspname AS schemaname, name AS tablename, 'jianfu' AS tableowner, NULL::VARCHAR AS tablespace, false AS hasindexes, false AS hasrules, false AS hastriggers,
    false AS rowsecurity FROM pg.own_relation WHERE relkind = 'r';
CREATE VIEW pg.pg_views AS
SELECT nspname AS schemaname, name AS viewname, 'jianfu' AS viewowner, definition FROM pg.own_relation WHERE relkind = 'v';

CREATE TABLE pg.pg_settings AS
SELECT name, setting, unit, category, short_desc, NULL::VARCHAR AS extra_desc, context, vartype, 'default' AS source, NULL::VARCHAR AS min_val, NULL::VARCHAR AS max_val,
    NULL::VARCHAR[] AS enumvals, setting AS boot_val, setting AS reset_val, NULL::VARCHAR AS sourcefile, NULL::INTEGER AS sourceline, false AS pending_restart
FROM (VALUES 
    ('application_name', '', NULL, 'Reporting and Logging / What to Log', 'Sets the application name to be reported in statistics and logs.', 'user', 'string'),
    ('array_nulls', 'on', NULL, 'Version and Platform Compatibility / Previous PostgreSQL Versions', 'Enable input of NULL elements in arrays.', 'user', 'bool'),
    ('backslash_quote', 'safe_encoding', NULL, 'Version and Platform Compatibility / Previous PostgreSQL Versions', 'Sets whether "\''" is allowed in string literals.', 'user', 'enum'),
    ('block_size', '8192', NULL, 'Preset Options', 'Shows the size of a disk block.', 'internal', 'integer'),
    ('bytea_output', 'hex', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the output format for bytea.', 'user', 'enum'),
    ('check_function_bodies', 'on', NULL, 'Client Connection Defaults / Statement Behavior', 'Check routine bodies during CREATE FUNCTION and CREATE PROCEDURE.', 'user', 'bool'),
    ('client_encoding', 'UTF8', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the client''s character set encoding.', 'user', 'string'),
    ('client_min_messages', 'notice', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the message levels that are sent to the client.', 'user', 'enum'),
    ('DateStyle', 'ISO, YMD', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the display format for date and time values.', 'user', 'string'),
    ('default_table_access_method', 'heap', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the default table access method for new tables.', 'user', 'string'),
    ('default_tablespace', '', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the default tablespace to create tables and indexes in.', 'user', 'string'),
    ('default_text_search_config', 'pg_catalog.english', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets default text search configuration.', 'user', 'string'),
    ('default_transaction_deferrable', 'off', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the default deferrable status of new transactions.', 'user', 'bool'),
    ('default_transaction_isolation', 'read committed', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the transaction isolation level of each new transaction.', 'user', 'enum'),
    ('default_transaction_read_only', 'on', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the default read-only status of new transactions.', 'user', 'bool'),
    ('escape_string_warning', 'on', NULL, 'Version and Platform Compatibility / Previous PostgreSQL Versions', 'Warn about backslash escapes in ordinary string literals.', 'user', 'bool'),
    ('extra_float_digits', '1', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the number of digits displayed for floating-point values.', 'user', 'integer'),
    ('idle_in_transaction_session_timeout', '0', 'ms', 'Client Connection Defaults / Statement Behavior', 'Sets the maximum allowed idle time between queries, when in a transaction.', 'user', 'integer'),
    ('in_hot_standby', 'off', NULL, 'Preset Options', 'Shows whether hot standby is currently active.', 'internal', 'bool'),
    ('integer_datetimes', 'on', NULL, 'Preset Options', 'Shows whether datetimes are integer based.', 'internal', 'bool'),
    ('IntervalStyle', 'postgres', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the display format for interval values.', 'user', 'enum'),
    ('is_superuser', 'off', NULL, 'Reporting and Logging', '', 'internal', 'bool'),
    ('lc_collate', 'C.UTF-8', NULL, 'Preset Options', 'Shows the collation order locale.', 'internal', 'string'),
    ('lc_ctype', 'C.UTF-8', NULL, 'Preset Options', 'Shows the character classification and case conversion locale.', 'internal', 'string'),
    ('lc_messages', 'C.UTF-8', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the language in which messages are displayed.', 'superuser', 'string'),
    ('lc_monetary', 'C.UTF-8', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the locale for formatting monetary amounts.', 'user', 'string'),
    ('lc_numeric', 'C.UTF-8', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the locale for formatting numbers.', 'user', 'string'),
    ('lc_time', 'C.UTF-8', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the locale for formatting date and time values.', 'user', 'string'),
    ('lock_timeout', '0', 'ms', 'Client Connection Defaults / Statement Behavior', 'Sets the maximum allowed duration of any wait for a lock.', 'user', 'integer'),
    ('max_connections', '64', NULL, 'Connections and Authentication / Connection Settings', 'Sets the maximum number of concurrent connections.', 'postmaster', 'integer'),
    ('max_identifier_length', '63', NULL, 'Preset Options', 'Shows the maximum identifier length.', 'internal', 'integer'),
    ('max_index_keys', '32', NULL, 'Preset Options', 'Shows the maximum number of index keys.', 'internal', 'integer'),
    ('plan_cache_mode', 'auto', NULL, 'Query Tuning / Other Planner Options', 'Controls the planner''s selection of custom or generic plan.', 'user', 'enum'),
    ('quote_all_identifiers', 'off', NULL, 'Version and Platform Compatibility / Previous PostgreSQL Versions', 'When generating SQL fragments, quote all identifiers.', 'user', 'bool'),
    ('role', 'none', NULL, 'Reporting and Logging', '', 'user', 'string'),
    ('row_security', 'on', NULL, 'Client Connection Defaults / Statement Behavior', 'Enable row security.', 'user', 'bool'),
    ('search_path', 'main', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the schema search order for names that are not schema-qualified.', 'user', 'string'),
    ('server_encoding', 'UTF8', NULL, 'Preset Options', 'Shows the server (database) character set encoding.', 'internal', 'string'),
    ('server_version', '15.0', NULL, 'Preset Options', 'Shows the server version.', 'internal', 'string'),
    ('server_version_num', '150000', NULL, 'Preset Options', 'Shows the server version as an integer.', 'internal', 'integer'),
    ('session_authorization', 'jianfu', NULL, 'Reporting and Logging', '', 'user', 'string'),
    ('ssl', 'off', NULL, 'Connections and Authentication / SSL', 'Enables SSL connections.', 'sighup', 'bool'),
    ('standard_conforming_strings', 'on', NULL, 'Version and Platform Compatibility / Previous PostgreSQL Versions', 'Causes ''...'' strings to treat backslashes literally.', 'user', 'bool'),
    ('statement_timeout', '0', 'ms', 'Client Connection Defaults / Statement Behavior', 'Sets the maximum allowed duration of any statement.', 'user', 'integer'),
    ('temp_tablespaces', '', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the tablespace(s) to use for temporary tables and sort files.', 'user', 'string'),
    ('TimeZone', 'UTC', NULL, 'Client Connection Defaults / Locale and Formatting', 'Sets the time zone for displaying and interpreting time stamps.', 'user', 'string'),
    ('transaction_deferrable', 'off', NULL, 'Client Connection Defaults / Statement Behavior', 'Whether to defer a read-only serializable transaction until it can be executed with no possible serialization failures.', 'user', 'bool'),
    ('transaction_isolation', 'read committed', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the current transaction''s isolation level.', 'user', 'enum'),
    ('transaction_read_only', 'on', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets the current transaction''s read-only status.', 'user', 'bool'),
    ('xmlbinary', 'base64', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets how binary values are to be encoded in XML.', 'user', 'enum'),
    ('xmloption', 'content', NULL, 'Client Connection Defaults / Statement Behavior', 'Sets whether XML data in implicit parsing and serialization operations is to be considered as documents or content fragments.', 'user', 'enum')) AS s(name, setting, unit, category, short_desc, context, vartype);

CREATE VIEW pg_information.information_schema_catalog_name AS SELECT 'jianfu' AS catalog_name;
CREATE TABLE pg_information.schemata AS
SELECT 'jianfu' AS catalog_name, nspname AS schema_name, 'jianfu' AS schema_owner, NULL::VARCHAR AS default_character_set_catalog,
    NULL::VARCHAR AS default_character_set_schema, NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path FROM pg.pg_namespace;
CREATE TABLE pg_information.tables AS
SELECT 'jianfu' AS table_catalog, nspname AS table_schema, name AS table_name, CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type,
    NULL::VARCHAR AS self_referencing_column_name, NULL::VARCHAR AS reference_generation, NULL::VARCHAR AS user_defined_type_catalog,
    NULL::VARCHAR AS user_defined_type_schema, NULL::VARCHAR AS user_defined_type_name, 'NO' AS is_insertable_into, 'NO' AS is_typed, NULL::VARCHAR AS commit_action
FROM pg.own_relation;
CREATE TABLE pg_information.views AS
SELECT 'jianfu' AS table_catalog, nspname AS table_schema, name AS table_name, definition AS view_definition, 'NONE' AS check_option, 'NO' AS is_updatable,
    'NO' AS is_insertable_into, 'NO' AS is_trigger_updatable, 'NO' AS is_trigger_deletable, 'NO' AS is_trigger_insertable_into
FROM pg.own_relation WHERE relkind = 'v';

-- Relations of PostgreSQL that are empty here.
CREATE VIEW pg.pg_aggregate AS SELECT NULL::VARCHAR AS "aggfnoid", NULL::VARCHAR AS "aggkind", NULL::SMALLINT AS "aggnumdirectargs", NULL::VARCHAR AS "aggtransfn", NULL::VARCHAR AS "aggfinalfn", NULL::VARCHAR AS "aggcombinefn", NULL::VARCHAR AS "aggserialfn", NULL::VARCHAR AS "aggdeserialfn", NULL::VARCHAR AS "aggmtransfn", NULL::VARCHAR AS "aggminvtransfn", NULL::VARCHAR AS "aggmfinalfn", NULL::BOOLEAN AS "aggfinalextra", NULL::BOOLEAN AS "aggmfinalextra", NULL::VARCHAR AS "aggfinalmodify", NULL::VARCHAR AS "aggmfinalmodify", NULL::UINTEGER AS "aggsortop", NULL::UINTEGER AS "aggtranstype", NULL::INTEGER AS "aggtransspace", NULL::UINTEGER AS "aggmtranstype", NULL::INTEGER AS "aggmtransspace", NULL::VARCHAR AS "agginitval", NULL::VARCHAR AS "aggminitval" WHERE false;
CREATE VIEW pg.pg_amop AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "amopfamily", NULL::UINTEGER AS "amoplefttype", NULL::UINTEGER AS "amoprighttype", NULL::SMALLINT AS "amopstrategy", NULL::VARCHAR AS "amoppurpose", NULL::UINTEGER AS "amopopr", NULL::UINTEGER AS "amopmethod", NULL::UINTEGER AS "amopsortfamily" WHERE false;
CREATE VIEW pg.pg_amproc AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "amprocfamily", NULL::UINTEGER AS "amproclefttype", NULL::UINTEGER AS "amprocrighttype", NULL::SMALLINT AS "amprocnum", NULL::VARCHAR AS "amproc" WHERE false;
CREATE VIEW pg.pg_auth_members AS SELECT NULL::UINTEGER AS "roleid", NULL::UINTEGER AS "member", NULL::UINTEGER AS "grantor", NULL::BOOLEAN AS "admin_option" WHERE false;
CREATE VIEW pg.pg_available_extension_versions AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "version", NULL::BOOLEAN AS "installed", NULL::BOOLEAN AS "superuser", NULL::BOOLEAN AS "trusted", NULL::BOOLEAN AS "relocatable", NULL::VARCHAR AS "schema", NULL::VARCHAR[] AS "requires", NULL::VARCHAR AS "comment" WHERE false;
CREATE VIEW pg.pg_available_extensions AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "default_version", NULL::VARCHAR AS "installed_version", NULL::VARCHAR AS "comment" WHERE false;
CREATE VIEW pg.pg_backend_memory_contexts AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "ident", NULL::VARCHAR AS "parent", NULL::INTEGER AS "level", NULL::BIGINT AS "total_bytes", NULL::BIGINT AS "total_nblocks", NULL::BIGINT AS "free_bytes", NULL::BIGINT AS "free_chunks", NULL::BIGINT AS "used_bytes" WHERE false;
CREATE VIEW pg.pg_cast AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "castsource", NULL::UINTEGER AS "casttarget", NULL::UINTEGER AS "castfunc", NULL::VARCHAR AS "castcontext", NULL::VARCHAR AS "castmethod" WHERE false;
CREATE VIEW pg.pg_config AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "setting" WHERE false;
CREATE VIEW pg.pg_constraint AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "conname", NULL::UINTEGER AS "connamespace", NULL::VARCHAR AS "contype", NULL::BOOLEAN AS "condeferrable", NULL::BOOLEAN AS "condeferred", NULL::BOOLEAN AS "convalidated", NULL::UINTEGER AS "conrelid", NULL::UINTEGER AS "contypid", NULL::UINTEGER AS "conindid", NULL::UINTEGER AS "conparentid", NULL::UINTEGER AS "confrelid", NULL::VARCHAR AS "confupdtype", NULL::VARCHAR AS "confdeltype", NULL::VARCHAR AS "confmatchtype", NULL::BOOLEAN AS "conislocal", NULL::INTEGER AS "coninhcount", NULL::BOOLEAN AS "connoinherit", NULL::SMALLINT[] AS "conkey", NULL::SMALLINT[] AS "confkey", NULL::UINTEGER[] AS "conpfeqop", NULL::UINTEGER[] AS "conppeqop", NULL::UINTEGER[] AS "conffeqop", NULL::SMALLINT[] AS "confdelsetcols", NULL::UINTEGER[] AS "conexclop", NULL::VARCHAR AS "conbin" WHERE false;
CREATE VIEW pg.pg_conversion AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "conname", NULL::UINTEGER AS "connamespace", NULL::UINTEGER AS "conowner", NULL::INTEGER AS "conforencoding", NULL::INTEGER AS "contoencoding", NULL::VARCHAR AS "conproc", NULL::BOOLEAN AS "condefault" WHERE false;
CREATE VIEW pg.pg_cursors AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "statement", NULL::BOOLEAN AS "is_holdable", NULL::BOOLEAN AS "is_binary", NULL::BOOLEAN AS "is_scrollable", NULL::TIMESTAMPTZ AS "creation_time" WHERE false;
CREATE VIEW pg.pg_db_role_setting AS SELECT NULL::UINTEGER AS "setdatabase", NULL::UINTEGER AS "setrole", NULL::VARCHAR[] AS "setconfig" WHERE false;
CREATE VIEW pg.pg_default_acl AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "defaclrole", NULL::UINTEGER AS "defaclnamespace", NULL::VARCHAR AS "defaclobjtype", NULL::VARCHAR[] AS "defaclacl" WHERE false;
CREATE VIEW pg.pg_depend AS SELECT NULL::UINTEGER AS "classid", NULL::UINTEGER AS "objid", NULL::INTEGER AS "objsubid", NULL::UINTEGER AS "refclassid", NULL::UINTEGER AS "refobjid", NULL::INTEGER AS "refobjsubid", NULL::VARCHAR AS "deptype" WHERE false;
CREATE VIEW pg.pg_enum AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "enumtypid", NULL::FLOAT AS "enumsortorder", NULL::VARCHAR AS "enumlabel" WHERE false;
CREATE VIEW pg.pg_event_trigger AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "evtname", NULL::VARCHAR AS "evtevent", NULL::UINTEGER AS "evtowner", NULL::UINTEGER AS "evtfoid", NULL::VARCHAR AS "evtenabled", NULL::VARCHAR[] AS "evttags" WHERE false;
CREATE VIEW pg.pg_extension AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "extname", NULL::UINTEGER AS "extowner", NULL::UINTEGER AS "extnamespace", NULL::BOOLEAN AS "extrelocatable", NULL::VARCHAR AS "extversion", NULL::UINTEGER[] AS "extconfig", NULL::VARCHAR[] AS "extcondition" WHERE false;
CREATE VIEW pg.pg_file_settings AS SELECT NULL::VARCHAR AS "sourcefile", NULL::INTEGER AS "sourceline", NULL::INTEGER AS "seqno", NULL::VARCHAR AS "name", NULL::VARCHAR AS "setting", NULL::BOOLEAN AS "applied", NULL::VARCHAR AS "error" WHERE false;
CREATE VIEW pg.pg_foreign_data_wrapper AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "fdwname", NULL::UINTEGER AS "fdwowner", NULL::UINTEGER AS "fdwhandler", NULL::UINTEGER AS "fdwvalidator", NULL::VARCHAR[] AS "fdwacl", NULL::VARCHAR[] AS "fdwoptions" WHERE false;
CREATE VIEW pg.pg_foreign_server AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "srvname", NULL::UINTEGER AS "srvowner", NULL::UINTEGER AS "srvfdw", NULL::VARCHAR AS "srvtype", NULL::VARCHAR AS "srvversion", NULL::VARCHAR[] AS "srvacl", NULL::VARCHAR[] AS "srvoptions" WHERE false;
CREATE VIEW pg.pg_foreign_table AS SELECT NULL::UINTEGER AS "ftrelid", NULL::UINTEGER AS "ftserver", NULL::VARCHAR[] AS "ftoptions" WHERE false;
CREATE VIEW pg.pg_group AS SELECT NULL::VARCHAR AS "groname", NULL::UINTEGER AS "grosysid", NULL::UINTEGER[] AS "grolist" WHERE false;
CREATE VIEW pg.pg_hba_file_rules AS SELECT NULL::INTEGER AS "line_number", NULL::VARCHAR AS "type", NULL::VARCHAR[] AS "database", NULL::VARCHAR[] AS "user_name", NULL::VARCHAR AS "address", NULL::VARCHAR AS "netmask", NULL::VARCHAR AS "auth_method", NULL::VARCHAR[] AS "options", NULL::VARCHAR AS "error" WHERE false;
CREATE VIEW pg.pg_ident_file_mappings AS SELECT NULL::INTEGER AS "line_number", NULL::VARCHAR AS "map_name", NULL::VARCHAR AS "sys_name", NULL::VARCHAR AS "pg_username", NULL::VARCHAR AS "error" WHERE false;
CREATE VIEW pg.pg_index AS SELECT NULL::UINTEGER AS "indexrelid", NULL::UINTEGER AS "indrelid", NULL::SMALLINT AS "indnatts", NULL::SMALLINT AS "indnkeyatts", NULL::BOOLEAN AS "indisunique", NULL::BOOLEAN AS "indnullsnotdistinct", NULL::BOOLEAN AS "indisprimary", NULL::BOOLEAN AS "indisexclusion", NULL::BOOLEAN AS "indimmediate", NULL::BOOLEAN AS "indisclustered", NULL::BOOLEAN AS "indisvalid", NULL::BOOLEAN AS "indcheckxmin", NULL::BOOLEAN AS "indisready", NULL::BOOLEAN AS "indislive", NULL::BOOLEAN AS "indisreplident", NULL::SMALLINT[] AS "indkey", NULL::UINTEGER[] AS "indcollation", NULL::UINTEGER[] AS "indclass", NULL::SMALLINT[] AS "indoption", NULL::VARCHAR AS "indexprs", NULL::VARCHAR AS "indpred" WHERE false;
CREATE VIEW pg.pg_indexes AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "indexname", NULL::VARCHAR AS "tablespace", NULL::VARCHAR AS "indexdef" WHERE false;
CREATE VIEW pg.pg_inherits AS SELECT NULL::UINTEGER AS "inhrelid", NULL::UINTEGER AS "inhparent", NULL::INTEGER AS "inhseqno", NULL::BOOLEAN AS "inhdetachpending" WHERE false;
CREATE VIEW pg.pg_init_privs AS SELECT NULL::UINTEGER AS "objoid", NULL::UINTEGER AS "classoid", NULL::INTEGER AS "objsubid", NULL::VARCHAR AS "privtype", NULL::VARCHAR[] AS "initprivs" WHERE false;
CREATE VIEW pg.pg_largeobject AS SELECT NULL::UINTEGER AS "loid", NULL::INTEGER AS "pageno", NULL::BLOB AS "data" WHERE false;
CREATE VIEW pg.pg_largeobject_metadata AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "lomowner", NULL::VARCHAR[] AS "lomacl" WHERE false;
CREATE VIEW pg.pg_locks AS SELECT NULL::VARCHAR AS "locktype", NULL::UINTEGER AS "database", NULL::UINTEGER AS "relation", NULL::INTEGER AS "page", NULL::SMALLINT AS "tuple", NULL::VARCHAR AS "virtualxid", NULL::UINTEGER AS "transactionid", NULL::UINTEGER AS "classid", NULL::UINTEGER AS "objid", NULL::SMALLINT AS "objsubid", NULL::VARCHAR AS "virtualtransaction", NULL::INTEGER AS "pid", NULL::VARCHAR AS "mode", NULL::BOOLEAN AS "granted", NULL::BOOLEAN AS "fastpath", NULL::TIMESTAMPTZ AS "waitstart" WHERE false;
CREATE VIEW pg.pg_matviews AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "matviewname", NULL::VARCHAR AS "matviewowner", NULL::VARCHAR AS "tablespace", NULL::BOOLEAN AS "hasindexes", NULL::BOOLEAN AS "ispopulated", NULL::VARCHAR AS "definition" WHERE false;
CREATE VIEW pg.pg_opclass AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "opcmethod", NULL::VARCHAR AS "opcname", NULL::UINTEGER AS "opcnamespace", NULL::UINTEGER AS "opcowner", NULL::UINTEGER AS "opcfamily", NULL::UINTEGER AS "opcintype", NULL::BOOLEAN AS "opcdefault", NULL::UINTEGER AS "opckeytype" WHERE false;
CREATE VIEW pg.pg_operator AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "oprname", NULL::UINTEGER AS "oprnamespace", NULL::UINTEGER AS "oprowner", NULL::VARCHAR AS "oprkind", NULL::BOOLEAN AS "oprcanmerge", NULL::BOOLEAN AS "oprcanhash", NULL::UINTEGER AS "oprleft", NULL::UINTEGER AS "oprright", NULL::UINTEGER AS "oprresult", NULL::UINTEGER AS "oprcom", NULL::UINTEGER AS "oprnegate", NULL::VARCHAR AS "oprcode", NULL::VARCHAR AS "oprrest", NULL::VARCHAR AS "oprjoin" WHERE false;
CREATE VIEW pg.pg_opfamily AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "opfmethod", NULL::VARCHAR AS "opfname", NULL::UINTEGER AS "opfnamespace", NULL::UINTEGER AS "opfowner" WHERE false;
CREATE VIEW pg.pg_parameter_acl AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "parname", NULL::VARCHAR[] AS "paracl" WHERE false;
CREATE VIEW pg.pg_partitioned_table AS SELECT NULL::UINTEGER AS "partrelid", NULL::VARCHAR AS "partstrat", NULL::SMALLINT AS "partnatts", NULL::UINTEGER AS "partdefid", NULL::SMALLINT[] AS "partattrs", NULL::UINTEGER[] AS "partclass", NULL::UINTEGER[] AS "partcollation", NULL::VARCHAR AS "partexprs" WHERE false;
CREATE VIEW pg.pg_policies AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "policyname", NULL::VARCHAR AS "permissive", NULL::VARCHAR[] AS "roles", NULL::VARCHAR AS "cmd", NULL::VARCHAR AS "qual", NULL::VARCHAR AS "with_check" WHERE false;
CREATE VIEW pg.pg_policy AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "polname", NULL::UINTEGER AS "polrelid", NULL::VARCHAR AS "polcmd", NULL::BOOLEAN AS "polpermissive", NULL::UINTEGER[] AS "polroles", NULL::VARCHAR AS "polqual", NULL::VARCHAR AS "polwithcheck" WHERE false;
CREATE VIEW pg.pg_prepared_statements AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "statement", NULL::TIMESTAMPTZ AS "prepare_time", NULL::UINTEGER[] AS "parameter_types", NULL::BOOLEAN AS "from_sql", NULL::BIGINT AS "generic_plans", NULL::BIGINT AS "custom_plans" WHERE false;
CREATE VIEW pg.pg_prepared_xacts AS SELECT NULL::UINTEGER AS "transaction", NULL::VARCHAR AS "gid", NULL::TIMESTAMPTZ AS "prepared", NULL::VARCHAR AS "owner", NULL::VARCHAR AS "database" WHERE false;
CREATE VIEW pg.pg_publication AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "pubname", NULL::UINTEGER AS "pubowner", NULL::BOOLEAN AS "puballtables", NULL::BOOLEAN AS "pubinsert", NULL::BOOLEAN AS "pubupdate", NULL::BOOLEAN AS "pubdelete", NULL::BOOLEAN AS "pubtruncate", NULL::BOOLEAN AS "pubviaroot" WHERE false;
CREATE VIEW pg.pg_publication_namespace AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "pnpubid", NULL::UINTEGER AS "pnnspid" WHERE false;
CREATE VIEW pg.pg_publication_rel AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "prpubid", NULL::UINTEGER AS "prrelid", NULL::VARCHAR AS "prqual", NULL::SMALLINT[] AS "prattrs" WHERE false;
CREATE VIEW pg.pg_publication_tables AS SELECT NULL::VARCHAR AS "pubname", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR[] AS "attnames", NULL::VARCHAR AS "rowfilter" WHERE false;
CREATE VIEW pg.pg_replication_origin AS SELECT NULL::UINTEGER AS "roident", NULL::VARCHAR AS "roname" WHERE false;
CREATE VIEW pg.pg_replication_origin_status AS SELECT NULL::UINTEGER AS "local_id", NULL::VARCHAR AS "external_id", NULL::VARCHAR AS "remote_lsn", NULL::VARCHAR AS "local_lsn" WHERE false;
CREATE VIEW pg.pg_replication_slots AS SELECT NULL::VARCHAR AS "slot_name", NULL::VARCHAR AS "plugin", NULL::VARCHAR AS "slot_type", NULL::UINTEGER AS "datoid", NULL::VARCHAR AS "database", NULL::BOOLEAN AS "temporary", NULL::BOOLEAN AS "active", NULL::INTEGER AS "active_pid", NULL::UINTEGER AS "xmin", NULL::UINTEGER AS "catalog_xmin", NULL::VARCHAR AS "restart_lsn", NULL::VARCHAR AS "confirmed_flush_lsn", NULL::VARCHAR AS "wal_status", NULL::BIGINT AS "safe_wal_size", NULL::BOOLEAN AS "two_phase" WHERE false;
CREATE VIEW pg.pg_rewrite AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "rulename", NULL::UINTEGER AS "ev_class", NULL::VARCHAR AS "ev_type", NULL::VARCHAR AS "ev_enabled", NULL::BOOLEAN AS "is_instead", NULL::VARCHAR AS "ev_qual", NULL::VARCHAR AS "ev_action" WHERE false;
CREATE VIEW pg.pg_rules AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "rulename", NULL::VARCHAR AS "definition" WHERE false;
CREATE VIEW pg.pg_seclabel AS SELECT NULL::UINTEGER AS "objoid", NULL::UINTEGER AS "classoid", NULL::INTEGER AS "objsubid", NULL::VARCHAR AS "provider", NULL::VARCHAR AS "label" WHERE false;
CREATE VIEW pg.pg_seclabels AS SELECT NULL::UINTEGER AS "objoid", NULL::UINTEGER AS "classoid", NULL::INTEGER AS "objsubid", NULL::VARCHAR AS "objtype", NULL::UINTEGER AS "objnamespace", NULL::VARCHAR AS "objname", NULL::VARCHAR AS "provider", NULL::VARCHAR AS "label" WHERE false;
CREATE VIEW pg.pg_sequence AS SELECT NULL::UINTEGER AS "seqrelid", NULL::UINTEGER AS "seqtypid", NULL::BIGINT AS "seqstart", NULL::BIGINT AS "seqincrement", NULL::BIGINT AS "seqmax", NULL::BIGINT AS "seqmin", NULL::BIGINT AS "seqcache", NULL::BOOLEAN AS "seqcycle" WHERE false;
CREATE VIEW pg.pg_sequences AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "sequencename", NULL::VARCHAR AS "sequenceowner", NULL::UINTEGER AS "data_type", NULL::BIGINT AS "start_value", NULL::BIGINT AS "min_value", NULL::BIGINT AS "max_value", NULL::BIGINT AS "increment_by", NULL::BOOLEAN AS "cycle", NULL::BIGINT AS "cache_size", NULL::BIGINT AS "last_value" WHERE false;
CREATE VIEW pg.pg_shadow AS SELECT NULL::VARCHAR AS "usename", NULL::UINTEGER AS "usesysid", NULL::BOOLEAN AS "usecreatedb", NULL::BOOLEAN AS "usesuper", NULL::BOOLEAN AS "userepl", NULL::BOOLEAN AS "usebypassrls", NULL::VARCHAR AS "passwd", NULL::TIMESTAMPTZ AS "valuntil", NULL::VARCHAR[] AS "useconfig" WHERE false;
CREATE VIEW pg.pg_shdepend AS SELECT NULL::UINTEGER AS "dbid", NULL::UINTEGER AS "classid", NULL::UINTEGER AS "objid", NULL::INTEGER AS "objsubid", NULL::UINTEGER AS "refclassid", NULL::UINTEGER AS "refobjid", NULL::VARCHAR AS "deptype" WHERE false;
CREATE VIEW pg.pg_shdescription AS SELECT NULL::UINTEGER AS "objoid", NULL::UINTEGER AS "classoid", NULL::VARCHAR AS "description" WHERE false;
CREATE VIEW pg.pg_shmem_allocations AS SELECT NULL::VARCHAR AS "name", NULL::BIGINT AS "off", NULL::BIGINT AS "size", NULL::BIGINT AS "allocated_size" WHERE false;
CREATE VIEW pg.pg_shseclabel AS SELECT NULL::UINTEGER AS "objoid", NULL::UINTEGER AS "classoid", NULL::VARCHAR AS "provider", NULL::VARCHAR AS "label" WHERE false;
CREATE VIEW pg.pg_stat_activity AS SELECT NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::INTEGER AS "pid", NULL::INTEGER AS "leader_pid", NULL::UINTEGER AS "usesysid", NULL::VARCHAR AS "usename", NULL::VARCHAR AS "application_name", NULL::VARCHAR AS "client_addr", NULL::VARCHAR AS "client_hostname", NULL::INTEGER AS "client_port", NULL::TIMESTAMPTZ AS "backend_start", NULL::TIMESTAMPTZ AS "xact_start", NULL::TIMESTAMPTZ AS "query_start", NULL::TIMESTAMPTZ AS "state_change", NULL::VARCHAR AS "wait_event_type", NULL::VARCHAR AS "wait_event", NULL::VARCHAR AS "state", NULL::UINTEGER AS "backend_xid", NULL::UINTEGER AS "backend_xmin", NULL::BIGINT AS "query_id", NULL::VARCHAR AS "query", NULL::VARCHAR AS "backend_type" WHERE false;
CREATE VIEW pg.pg_stat_all_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_read", NULL::BIGINT AS "idx_tup_fetch" WHERE false;
CREATE VIEW pg.pg_stat_all_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd", NULL::BIGINT AS "n_live_tup", NULL::BIGINT AS "n_dead_tup", NULL::BIGINT AS "n_mod_since_analyze", NULL::BIGINT AS "n_ins_since_vacuum", NULL::TIMESTAMPTZ AS "last_vacuum", NULL::TIMESTAMPTZ AS "last_autovacuum", NULL::TIMESTAMPTZ AS "last_analyze", NULL::TIMESTAMPTZ AS "last_autoanalyze", NULL::BIGINT AS "vacuum_count", NULL::BIGINT AS "autovacuum_count", NULL::BIGINT AS "analyze_count", NULL::BIGINT AS "autoanalyze_count" WHERE false;
CREATE VIEW pg.pg_stat_archiver AS SELECT NULL::BIGINT AS "archived_count", NULL::VARCHAR AS "last_archived_wal", NULL::TIMESTAMPTZ AS "last_archived_time", NULL::BIGINT AS "failed_count", NULL::VARCHAR AS "last_failed_wal", NULL::TIMESTAMPTZ AS "last_failed_time", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_bgwriter AS SELECT NULL::BIGINT AS "checkpoints_timed", NULL::BIGINT AS "checkpoints_req", NULL::DOUBLE AS "checkpoint_write_time", NULL::DOUBLE AS "checkpoint_sync_time", NULL::BIGINT AS "buffers_checkpoint", NULL::BIGINT AS "buffers_clean", NULL::BIGINT AS "maxwritten_clean", NULL::BIGINT AS "buffers_backend", NULL::BIGINT AS "buffers_backend_fsync", NULL::BIGINT AS "buffers_alloc", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_database AS SELECT NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::INTEGER AS "numbackends", NULL::BIGINT AS "xact_commit", NULL::BIGINT AS "xact_rollback", NULL::BIGINT AS "blks_read", NULL::BIGINT AS "blks_hit", NULL::BIGINT AS "tup_returned", NULL::BIGINT AS "tup_fetched", NULL::BIGINT AS "tup_inserted", NULL::BIGINT AS "tup_updated", NULL::BIGINT AS "tup_deleted", NULL::BIGINT AS "conflicts", NULL::BIGINT AS "temp_files", NULL::BIGINT AS "temp_bytes", NULL::BIGINT AS "deadlocks", NULL::BIGINT AS "checksum_failures", NULL::TIMESTAMPTZ AS "checksum_last_failure", NULL::DOUBLE AS "blk_read_time", NULL::DOUBLE AS "blk_write_time", NULL::DOUBLE AS "session_time", NULL::DOUBLE AS "active_time", NULL::DOUBLE AS "idle_in_transaction_time", NULL::BIGINT AS "sessions", NULL::BIGINT AS "sessions_abandoned", NULL::BIGINT AS "sessions_fatal", NULL::BIGINT AS "sessions_killed", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_database_conflicts AS SELECT NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::BIGINT AS "confl_tablespace", NULL::BIGINT AS "confl_lock", NULL::BIGINT AS "confl_snapshot", NULL::BIGINT AS "confl_bufferpin", NULL::BIGINT AS "confl_deadlock" WHERE false;
CREATE VIEW pg.pg_stat_gssapi AS SELECT NULL::INTEGER AS "pid", NULL::BOOLEAN AS "gss_authenticated", NULL::VARCHAR AS "principal", NULL::BOOLEAN AS "encrypted" WHERE false;
CREATE VIEW pg.pg_stat_progress_analyze AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::UINTEGER AS "relid", NULL::VARCHAR AS "phase", NULL::BIGINT AS "sample_blks_total", NULL::BIGINT AS "sample_blks_scanned", NULL::BIGINT AS "ext_stats_total", NULL::BIGINT AS "ext_stats_computed", NULL::BIGINT AS "child_tables_total", NULL::BIGINT AS "child_tables_done", NULL::UINTEGER AS "current_child_table_relid" WHERE false;
CREATE VIEW pg.pg_stat_progress_basebackup AS SELECT NULL::INTEGER AS "pid", NULL::VARCHAR AS "phase", NULL::BIGINT AS "backup_total", NULL::BIGINT AS "backup_streamed", NULL::BIGINT AS "tablespaces_total", NULL::BIGINT AS "tablespaces_streamed" WHERE false;
CREATE VIEW pg.pg_stat_progress_cluster AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::UINTEGER AS "relid", NULL::VARCHAR AS "command", NULL::VARCHAR AS "phase", NULL::UINTEGER AS "cluster_index_relid", NULL::BIGINT AS "heap_tuples_scanned", NULL::BIGINT AS "heap_tuples_written", NULL::BIGINT AS "heap_blks_total", NULL::BIGINT AS "heap_blks_scanned", NULL::BIGINT AS "index_rebuild_count" WHERE false;
CREATE VIEW pg.pg_stat_progress_copy AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::UINTEGER AS "relid", NULL::VARCHAR AS "command", NULL::VARCHAR AS "type", NULL::BIGINT AS "bytes_processed", NULL::BIGINT AS "bytes_total", NULL::BIGINT AS "tuples_processed", NULL::BIGINT AS "tuples_excluded" WHERE false;
CREATE VIEW pg.pg_stat_progress_create_index AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::UINTEGER AS "relid", NULL::UINTEGER AS "index_relid", NULL::VARCHAR AS "command", NULL::VARCHAR AS "phase", NULL::BIGINT AS "lockers_total", NULL::BIGINT AS "lockers_done", NULL::BIGINT AS "current_locker_pid", NULL::BIGINT AS "blocks_total", NULL::BIGINT AS "blocks_done", NULL::BIGINT AS "tuples_total", NULL::BIGINT AS "tuples_done", NULL::BIGINT AS "partitions_total", NULL::BIGINT AS "partitions_done" WHERE false;
CREATE VIEW pg.pg_stat_progress_vacuum AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "datid", NULL::VARCHAR AS "datname", NULL::UINTEGER AS "relid", NULL::VARCHAR AS "phase", NULL::BIGINT AS "heap_blks_total", NULL::BIGINT AS "heap_blks_scanned", NULL::BIGINT AS "heap_blks_vacuumed", NULL::BIGINT AS "index_vacuum_count", NULL::BIGINT AS "max_dead_tuples", NULL::BIGINT AS "num_dead_tuples" WHERE false;
CREATE VIEW pg.pg_stat_recovery_prefetch AS SELECT NULL::TIMESTAMPTZ AS "stats_reset", NULL::BIGINT AS "prefetch", NULL::BIGINT AS "hit", NULL::BIGINT AS "skip_init", NULL::BIGINT AS "skip_new", NULL::BIGINT AS "skip_fpw", NULL::BIGINT AS "skip_rep", NULL::INTEGER AS "wal_distance", NULL::INTEGER AS "block_distance", NULL::INTEGER AS "io_depth" WHERE false;
CREATE VIEW pg.pg_stat_replication AS SELECT NULL::INTEGER AS "pid", NULL::UINTEGER AS "usesysid", NULL::VARCHAR AS "usename", NULL::VARCHAR AS "application_name", NULL::VARCHAR AS "client_addr", NULL::VARCHAR AS "client_hostname", NULL::INTEGER AS "client_port", NULL::TIMESTAMPTZ AS "backend_start", NULL::UINTEGER AS "backend_xmin", NULL::VARCHAR AS "state", NULL::VARCHAR AS "sent_lsn", NULL::VARCHAR AS "write_lsn", NULL::VARCHAR AS "flush_lsn", NULL::VARCHAR AS "replay_lsn", NULL::INTERVAL AS "write_lag", NULL::INTERVAL AS "flush_lag", NULL::INTERVAL AS "replay_lag", NULL::INTEGER AS "sync_priority", NULL::VARCHAR AS "sync_state", NULL::TIMESTAMPTZ AS "reply_time" WHERE false;
CREATE VIEW pg.pg_stat_replication_slots AS SELECT NULL::VARCHAR AS "slot_name", NULL::BIGINT AS "spill_txns", NULL::BIGINT AS "spill_count", NULL::BIGINT AS "spill_bytes", NULL::BIGINT AS "stream_txns", NULL::BIGINT AS "stream_count", NULL::BIGINT AS "stream_bytes", NULL::BIGINT AS "total_txns", NULL::BIGINT AS "total_bytes", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_slru AS SELECT NULL::VARCHAR AS "name", NULL::BIGINT AS "blks_zeroed", NULL::BIGINT AS "blks_hit", NULL::BIGINT AS "blks_read", NULL::BIGINT AS "blks_written", NULL::BIGINT AS "blks_exists", NULL::BIGINT AS "flushes", NULL::BIGINT AS "truncates", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_ssl AS SELECT NULL::INTEGER AS "pid", NULL::BOOLEAN AS "ssl", NULL::VARCHAR AS "version", NULL::VARCHAR AS "cipher", NULL::INTEGER AS "bits", NULL::VARCHAR AS "client_dn", NULL::DECIMAL(38,0) AS "client_serial", NULL::VARCHAR AS "issuer_dn" WHERE false;
CREATE VIEW pg.pg_stat_subscription AS SELECT NULL::UINTEGER AS "subid", NULL::VARCHAR AS "subname", NULL::INTEGER AS "pid", NULL::UINTEGER AS "relid", NULL::VARCHAR AS "received_lsn", NULL::TIMESTAMPTZ AS "last_msg_send_time", NULL::TIMESTAMPTZ AS "last_msg_receipt_time", NULL::VARCHAR AS "latest_end_lsn", NULL::TIMESTAMPTZ AS "latest_end_time" WHERE false;
CREATE VIEW pg.pg_stat_subscription_stats AS SELECT NULL::UINTEGER AS "subid", NULL::VARCHAR AS "subname", NULL::BIGINT AS "apply_error_count", NULL::BIGINT AS "sync_error_count", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_sys_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_read", NULL::BIGINT AS "idx_tup_fetch" WHERE false;
CREATE VIEW pg.pg_stat_sys_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd", NULL::BIGINT AS "n_live_tup", NULL::BIGINT AS "n_dead_tup", NULL::BIGINT AS "n_mod_since_analyze", NULL::BIGINT AS "n_ins_since_vacuum", NULL::TIMESTAMPTZ AS "last_vacuum", NULL::TIMESTAMPTZ AS "last_autovacuum", NULL::TIMESTAMPTZ AS "last_analyze", NULL::TIMESTAMPTZ AS "last_autoanalyze", NULL::BIGINT AS "vacuum_count", NULL::BIGINT AS "autovacuum_count", NULL::BIGINT AS "analyze_count", NULL::BIGINT AS "autoanalyze_count" WHERE false;
CREATE VIEW pg.pg_stat_user_functions AS SELECT NULL::UINTEGER AS "funcid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "funcname", NULL::BIGINT AS "calls", NULL::DOUBLE AS "total_time", NULL::DOUBLE AS "self_time" WHERE false;
CREATE VIEW pg.pg_stat_user_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_read", NULL::BIGINT AS "idx_tup_fetch" WHERE false;
CREATE VIEW pg.pg_stat_user_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd", NULL::BIGINT AS "n_live_tup", NULL::BIGINT AS "n_dead_tup", NULL::BIGINT AS "n_mod_since_analyze", NULL::BIGINT AS "n_ins_since_vacuum", NULL::TIMESTAMPTZ AS "last_vacuum", NULL::TIMESTAMPTZ AS "last_autovacuum", NULL::TIMESTAMPTZ AS "last_analyze", NULL::TIMESTAMPTZ AS "last_autoanalyze", NULL::BIGINT AS "vacuum_count", NULL::BIGINT AS "autovacuum_count", NULL::BIGINT AS "analyze_count", NULL::BIGINT AS "autoanalyze_count" WHERE false;
CREATE VIEW pg.pg_stat_wal AS SELECT NULL::BIGINT AS "wal_records", NULL::BIGINT AS "wal_fpi", NULL::DECIMAL(38,0) AS "wal_bytes", NULL::BIGINT AS "wal_buffers_full", NULL::BIGINT AS "wal_write", NULL::BIGINT AS "wal_sync", NULL::DOUBLE AS "wal_write_time", NULL::DOUBLE AS "wal_sync_time", NULL::TIMESTAMPTZ AS "stats_reset" WHERE false;
CREATE VIEW pg.pg_stat_wal_receiver AS SELECT NULL::INTEGER AS "pid", NULL::VARCHAR AS "status", NULL::VARCHAR AS "receive_start_lsn", NULL::INTEGER AS "receive_start_tli", NULL::VARCHAR AS "written_lsn", NULL::VARCHAR AS "flushed_lsn", NULL::INTEGER AS "received_tli", NULL::TIMESTAMPTZ AS "last_msg_send_time", NULL::TIMESTAMPTZ AS "last_msg_receipt_time", NULL::VARCHAR AS "latest_end_lsn", NULL::TIMESTAMPTZ AS "latest_end_time", NULL::VARCHAR AS "slot_name", NULL::VARCHAR AS "sender_host", NULL::INTEGER AS "sender_port", NULL::VARCHAR AS "conninfo" WHERE false;
CREATE VIEW pg.pg_stat_xact_all_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd" WHERE false;
CREATE VIEW pg.pg_stat_xact_sys_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd" WHERE false;
CREATE VIEW pg.pg_stat_xact_user_functions AS SELECT NULL::UINTEGER AS "funcid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "funcname", NULL::BIGINT AS "calls", NULL::DOUBLE AS "total_time", NULL::DOUBLE AS "self_time" WHERE false;
CREATE VIEW pg.pg_stat_xact_user_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "seq_scan", NULL::BIGINT AS "seq_tup_read", NULL::BIGINT AS "idx_scan", NULL::BIGINT AS "idx_tup_fetch", NULL::BIGINT AS "n_tup_ins", NULL::BIGINT AS "n_tup_upd", NULL::BIGINT AS "n_tup_del", NULL::BIGINT AS "n_tup_hot_upd" WHERE false;
CREATE VIEW pg.pg_statio_all_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_all_sequences AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "blks_read", NULL::BIGINT AS "blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_all_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "heap_blks_read", NULL::BIGINT AS "heap_blks_hit", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit", NULL::BIGINT AS "toast_blks_read", NULL::BIGINT AS "toast_blks_hit", NULL::BIGINT AS "tidx_blks_read", NULL::BIGINT AS "tidx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_sys_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_sys_sequences AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "blks_read", NULL::BIGINT AS "blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_sys_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "heap_blks_read", NULL::BIGINT AS "heap_blks_hit", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit", NULL::BIGINT AS "toast_blks_read", NULL::BIGINT AS "toast_blks_hit", NULL::BIGINT AS "tidx_blks_read", NULL::BIGINT AS "tidx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_user_indexes AS SELECT NULL::UINTEGER AS "relid", NULL::UINTEGER AS "indexrelid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "indexrelname", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_user_sequences AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "blks_read", NULL::BIGINT AS "blks_hit" WHERE false;
CREATE VIEW pg.pg_statio_user_tables AS SELECT NULL::UINTEGER AS "relid", NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "relname", NULL::BIGINT AS "heap_blks_read", NULL::BIGINT AS "heap_blks_hit", NULL::BIGINT AS "idx_blks_read", NULL::BIGINT AS "idx_blks_hit", NULL::BIGINT AS "toast_blks_read", NULL::BIGINT AS "toast_blks_hit", NULL::BIGINT AS "tidx_blks_read", NULL::BIGINT AS "tidx_blks_hit" WHERE false;
CREATE VIEW pg.pg_statistic AS SELECT NULL::UINTEGER AS "starelid", NULL::SMALLINT AS "staattnum", NULL::BOOLEAN AS "stainherit", NULL::FLOAT AS "stanullfrac", NULL::INTEGER AS "stawidth", NULL::FLOAT AS "stadistinct", NULL::SMALLINT AS "stakind1", NULL::SMALLINT AS "stakind2", NULL::SMALLINT AS "stakind3", NULL::SMALLINT AS "stakind4", NULL::SMALLINT AS "stakind5", NULL::UINTEGER AS "staop1", NULL::UINTEGER AS "staop2", NULL::UINTEGER AS "staop3", NULL::UINTEGER AS "staop4", NULL::UINTEGER AS "staop5", NULL::UINTEGER AS "stacoll1", NULL::UINTEGER AS "stacoll2", NULL::UINTEGER AS "stacoll3", NULL::UINTEGER AS "stacoll4", NULL::UINTEGER AS "stacoll5", NULL::FLOAT[] AS "stanumbers1", NULL::FLOAT[] AS "stanumbers2", NULL::FLOAT[] AS "stanumbers3", NULL::FLOAT[] AS "stanumbers4", NULL::FLOAT[] AS "stanumbers5", NULL::VARCHAR AS "stavalues1", NULL::VARCHAR AS "stavalues2", NULL::VARCHAR AS "stavalues3", NULL::VARCHAR AS "stavalues4", NULL::VARCHAR AS "stavalues5" WHERE false;
CREATE VIEW pg.pg_statistic_ext AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "stxrelid", NULL::VARCHAR AS "stxname", NULL::UINTEGER AS "stxnamespace", NULL::UINTEGER AS "stxowner", NULL::INTEGER AS "stxstattarget", NULL::SMALLINT[] AS "stxkeys", NULL::VARCHAR[] AS "stxkind", NULL::VARCHAR AS "stxexprs" WHERE false;
CREATE VIEW pg.pg_statistic_ext_data AS SELECT NULL::UINTEGER AS "stxoid", NULL::BOOLEAN AS "stxdinherit", NULL::VARCHAR AS "stxdndistinct", NULL::VARCHAR AS "stxddependencies", NULL::VARCHAR AS "stxdmcv", NULL::VARCHAR[] AS "stxdexpr" WHERE false;
CREATE VIEW pg.pg_stats AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "attname", NULL::BOOLEAN AS "inherited", NULL::FLOAT AS "null_frac", NULL::INTEGER AS "avg_width", NULL::FLOAT AS "n_distinct", NULL::VARCHAR AS "most_common_vals", NULL::FLOAT[] AS "most_common_freqs", NULL::VARCHAR AS "histogram_bounds", NULL::FLOAT AS "correlation", NULL::VARCHAR AS "most_common_elems", NULL::FLOAT[] AS "most_common_elem_freqs", NULL::FLOAT[] AS "elem_count_histogram" WHERE false;
CREATE VIEW pg.pg_stats_ext AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "statistics_schemaname", NULL::VARCHAR AS "statistics_name", NULL::VARCHAR AS "statistics_owner", NULL::VARCHAR[] AS "attnames", NULL::VARCHAR[] AS "exprs", NULL::VARCHAR[] AS "kinds", NULL::BOOLEAN AS "inherited", NULL::VARCHAR AS "n_distinct", NULL::VARCHAR AS "dependencies", NULL::VARCHAR[] AS "most_common_vals", NULL::BOOLEAN[] AS "most_common_val_nulls", NULL::DOUBLE[] AS "most_common_freqs", NULL::DOUBLE[] AS "most_common_base_freqs" WHERE false;
CREATE VIEW pg.pg_stats_ext_exprs AS SELECT NULL::VARCHAR AS "schemaname", NULL::VARCHAR AS "tablename", NULL::VARCHAR AS "statistics_schemaname", NULL::VARCHAR AS "statistics_name", NULL::VARCHAR AS "statistics_owner", NULL::VARCHAR AS "expr", NULL::BOOLEAN AS "inherited", NULL::FLOAT AS "null_frac", NULL::INTEGER AS "avg_width", NULL::FLOAT AS "n_distinct", NULL::VARCHAR AS "most_common_vals", NULL::FLOAT[] AS "most_common_freqs", NULL::VARCHAR AS "histogram_bounds", NULL::FLOAT AS "correlation", NULL::VARCHAR AS "most_common_elems", NULL::FLOAT[] AS "most_common_elem_freqs", NULL::FLOAT[] AS "elem_count_histogram" WHERE false;
CREATE VIEW pg.pg_subscription AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "subdbid", NULL::VARCHAR AS "subskiplsn", NULL::VARCHAR AS "subname", NULL::UINTEGER AS "subowner", NULL::BOOLEAN AS "subenabled", NULL::BOOLEAN AS "subbinary", NULL::BOOLEAN AS "substream", NULL::VARCHAR AS "subtwophasestate", NULL::BOOLEAN AS "subdisableonerr", NULL::VARCHAR AS "subconninfo", NULL::VARCHAR AS "subslotname", NULL::VARCHAR AS "subsynccommit", NULL::VARCHAR[] AS "subpublications" WHERE false;
CREATE VIEW pg.pg_subscription_rel AS SELECT NULL::UINTEGER AS "srsubid", NULL::UINTEGER AS "srrelid", NULL::VARCHAR AS "srsubstate", NULL::VARCHAR AS "srsublsn" WHERE false;
CREATE VIEW pg.pg_timezone_abbrevs AS SELECT NULL::VARCHAR AS "abbrev", NULL::INTERVAL AS "utc_offset", NULL::BOOLEAN AS "is_dst" WHERE false;
CREATE VIEW pg.pg_timezone_names AS SELECT NULL::VARCHAR AS "name", NULL::VARCHAR AS "abbrev", NULL::INTERVAL AS "utc_offset", NULL::BOOLEAN AS "is_dst" WHERE false;
CREATE VIEW pg.pg_transform AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "trftype", NULL::UINTEGER AS "trflang", NULL::VARCHAR AS "trffromsql", NULL::VARCHAR AS "trftosql" WHERE false;
CREATE VIEW pg.pg_trigger AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "tgrelid", NULL::UINTEGER AS "tgparentid", NULL::VARCHAR AS "tgname", NULL::UINTEGER AS "tgfoid", NULL::SMALLINT AS "tgtype", NULL::VARCHAR AS "tgenabled", NULL::BOOLEAN AS "tgisinternal", NULL::UINTEGER AS "tgconstrrelid", NULL::UINTEGER AS "tgconstrindid", NULL::UINTEGER AS "tgconstraint", NULL::BOOLEAN AS "tgdeferrable", NULL::BOOLEAN AS "tginitdeferred", NULL::SMALLINT AS "tgnargs", NULL::SMALLINT[] AS "tgattr", NULL::BLOB AS "tgargs", NULL::VARCHAR AS "tgqual", NULL::VARCHAR AS "tgoldtable", NULL::VARCHAR AS "tgnewtable" WHERE false;
CREATE VIEW pg.pg_ts_config AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "cfgname", NULL::UINTEGER AS "cfgnamespace", NULL::UINTEGER AS "cfgowner", NULL::UINTEGER AS "cfgparser" WHERE false;
CREATE VIEW pg.pg_ts_config_map AS SELECT NULL::UINTEGER AS "mapcfg", NULL::INTEGER AS "maptokentype", NULL::INTEGER AS "mapseqno", NULL::UINTEGER AS "mapdict" WHERE false;
CREATE VIEW pg.pg_ts_dict AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "dictname", NULL::UINTEGER AS "dictnamespace", NULL::UINTEGER AS "dictowner", NULL::UINTEGER AS "dicttemplate", NULL::VARCHAR AS "dictinitoption" WHERE false;
CREATE VIEW pg.pg_ts_parser AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "prsname", NULL::UINTEGER AS "prsnamespace", NULL::VARCHAR AS "prsstart", NULL::VARCHAR AS "prstoken", NULL::VARCHAR AS "prsend", NULL::VARCHAR AS "prsheadline", NULL::VARCHAR AS "prslextype" WHERE false;
CREATE VIEW pg.pg_ts_template AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR AS "tmplname", NULL::UINTEGER AS "tmplnamespace", NULL::VARCHAR AS "tmplinit", NULL::VARCHAR AS "tmpllexize" WHERE false;
CREATE VIEW pg.pg_user_mapping AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "umuser", NULL::UINTEGER AS "umserver", NULL::VARCHAR[] AS "umoptions" WHERE false;
CREATE VIEW pg.pg_user_mappings AS SELECT NULL::UINTEGER AS "umid", NULL::UINTEGER AS "srvid", NULL::VARCHAR AS "srvname", NULL::UINTEGER AS "umuser", NULL::VARCHAR AS "usename", NULL::VARCHAR[] AS "umoptions" WHERE false;
CREATE VIEW pg_information._pg_foreign_data_wrappers AS SELECT NULL::UINTEGER AS "oid", NULL::UINTEGER AS "fdwowner", NULL::VARCHAR[] AS "fdwoptions", NULL::VARCHAR AS "foreign_data_wrapper_catalog", NULL::VARCHAR AS "foreign_data_wrapper_name", NULL::VARCHAR AS "authorization_identifier", NULL::VARCHAR AS "foreign_data_wrapper_language" WHERE false;
CREATE VIEW pg_information._pg_foreign_servers AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR[] AS "srvoptions", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "foreign_data_wrapper_catalog", NULL::VARCHAR AS "foreign_data_wrapper_name", NULL::VARCHAR AS "foreign_server_type", NULL::VARCHAR AS "foreign_server_version", NULL::VARCHAR AS "authorization_identifier" WHERE false;
CREATE VIEW pg_information._pg_foreign_table_columns AS SELECT NULL::VARCHAR AS "nspname", NULL::VARCHAR AS "relname", NULL::VARCHAR AS "attname", NULL::VARCHAR[] AS "attfdwoptions" WHERE false;
CREATE VIEW pg_information._pg_foreign_tables AS SELECT NULL::VARCHAR AS "foreign_table_catalog", NULL::VARCHAR AS "foreign_table_schema", NULL::VARCHAR AS "foreign_table_name", NULL::VARCHAR[] AS "ftoptions", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "authorization_identifier" WHERE false;
CREATE VIEW pg_information._pg_user_mappings AS SELECT NULL::UINTEGER AS "oid", NULL::VARCHAR[] AS "umoptions", NULL::UINTEGER AS "umuser", NULL::VARCHAR AS "authorization_identifier", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "srvowner" WHERE false;
CREATE VIEW pg_information.administrable_role_authorizations AS SELECT NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "role_name", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.applicable_roles AS SELECT NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "role_name", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.attributes AS SELECT NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "attribute_name", NULL::INTEGER AS "ordinal_position", NULL::VARCHAR AS "attribute_default", NULL::VARCHAR AS "is_nullable", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "attribute_udt_catalog", NULL::VARCHAR AS "attribute_udt_schema", NULL::VARCHAR AS "attribute_udt_name", NULL::VARCHAR AS "scope_catalog", NULL::VARCHAR AS "scope_schema", NULL::VARCHAR AS "scope_name", NULL::INTEGER AS "maximum_cardinality", NULL::VARCHAR AS "dtd_identifier", NULL::VARCHAR AS "is_derived_reference_attribute" WHERE false;
CREATE VIEW pg_information.character_sets AS SELECT NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "character_repertoire", NULL::VARCHAR AS "form_of_use", NULL::VARCHAR AS "default_collate_catalog", NULL::VARCHAR AS "default_collate_schema", NULL::VARCHAR AS "default_collate_name" WHERE false;
CREATE VIEW pg_information.check_constraint_routine_usage AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name" WHERE false;
CREATE VIEW pg_information.check_constraints AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "check_clause" WHERE false;
CREATE VIEW pg_information.collation_character_set_applicability AS SELECT NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name" WHERE false;
CREATE VIEW pg_information.collations AS SELECT NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::VARCHAR AS "pad_attribute" WHERE false;
CREATE VIEW pg_information.column_column_usage AS SELECT NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::VARCHAR AS "dependent_column" WHERE false;
CREATE VIEW pg_information.column_domain_usage AS SELECT NULL::VARCHAR AS "domain_catalog", NULL::VARCHAR AS "domain_schema", NULL::VARCHAR AS "domain_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name" WHERE false;
CREATE VIEW pg_information.column_options AS SELECT NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::VARCHAR AS "option_name", NULL::VARCHAR AS "option_value" WHERE false;
CREATE VIEW pg_information.column_privileges AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.column_udt_usage AS SELECT NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name" WHERE false;
CREATE VIEW pg_information.constraint_column_usage AS SELECT NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name" WHERE false;
CREATE VIEW pg_information.constraint_table_usage AS SELECT NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name" WHERE false;
CREATE VIEW pg_information.data_type_privileges AS SELECT NULL::VARCHAR AS "object_catalog", NULL::VARCHAR AS "object_schema", NULL::VARCHAR AS "object_name", NULL::VARCHAR AS "object_type", NULL::VARCHAR AS "dtd_identifier" WHERE false;
CREATE VIEW pg_information.domain_constraints AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "domain_catalog", NULL::VARCHAR AS "domain_schema", NULL::VARCHAR AS "domain_name", NULL::VARCHAR AS "is_deferrable", NULL::VARCHAR AS "initially_deferred" WHERE false;
CREATE VIEW pg_information.domain_udt_usage AS SELECT NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "domain_catalog", NULL::VARCHAR AS "domain_schema", NULL::VARCHAR AS "domain_name" WHERE false;
CREATE VIEW pg_information.domains AS SELECT NULL::VARCHAR AS "domain_catalog", NULL::VARCHAR AS "domain_schema", NULL::VARCHAR AS "domain_name", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "domain_default", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "scope_catalog", NULL::VARCHAR AS "scope_schema", NULL::VARCHAR AS "scope_name", NULL::INTEGER AS "maximum_cardinality", NULL::VARCHAR AS "dtd_identifier" WHERE false;
CREATE VIEW pg_information.element_types AS SELECT NULL::VARCHAR AS "object_catalog", NULL::VARCHAR AS "object_schema", NULL::VARCHAR AS "object_name", NULL::VARCHAR AS "object_type", NULL::VARCHAR AS "collection_type_identifier", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "domain_default", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "scope_catalog", NULL::VARCHAR AS "scope_schema", NULL::VARCHAR AS "scope_name", NULL::INTEGER AS "maximum_cardinality", NULL::VARCHAR AS "dtd_identifier" WHERE false;
CREATE VIEW pg_information.enabled_roles AS SELECT NULL::VARCHAR AS "role_name" WHERE false;
CREATE VIEW pg_information.foreign_data_wrapper_options AS SELECT NULL::VARCHAR AS "foreign_data_wrapper_catalog", NULL::VARCHAR AS "foreign_data_wrapper_name", NULL::VARCHAR AS "option_name", NULL::VARCHAR AS "option_value" WHERE false;
CREATE VIEW pg_information.foreign_data_wrappers AS SELECT NULL::VARCHAR AS "foreign_data_wrapper_catalog", NULL::VARCHAR AS "foreign_data_wrapper_name", NULL::VARCHAR AS "authorization_identifier", NULL::VARCHAR AS "library_name", NULL::VARCHAR AS "foreign_data_wrapper_language" WHERE false;
CREATE VIEW pg_information.foreign_server_options AS SELECT NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "option_name", NULL::VARCHAR AS "option_value" WHERE false;
CREATE VIEW pg_information.foreign_servers AS SELECT NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "foreign_data_wrapper_catalog", NULL::VARCHAR AS "foreign_data_wrapper_name", NULL::VARCHAR AS "foreign_server_type", NULL::VARCHAR AS "foreign_server_version", NULL::VARCHAR AS "authorization_identifier" WHERE false;
CREATE VIEW pg_information.foreign_table_options AS SELECT NULL::VARCHAR AS "foreign_table_catalog", NULL::VARCHAR AS "foreign_table_schema", NULL::VARCHAR AS "foreign_table_name", NULL::VARCHAR AS "option_name", NULL::VARCHAR AS "option_value" WHERE false;
CREATE VIEW pg_information.foreign_tables AS SELECT NULL::VARCHAR AS "foreign_table_catalog", NULL::VARCHAR AS "foreign_table_schema", NULL::VARCHAR AS "foreign_table_name", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name" WHERE false;
CREATE VIEW pg_information.key_column_usage AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::INTEGER AS "ordinal_position", NULL::INTEGER AS "position_in_unique_constraint" WHERE false;
CREATE VIEW pg_information.parameters AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::INTEGER AS "ordinal_position", NULL::VARCHAR AS "parameter_mode", NULL::VARCHAR AS "is_result", NULL::VARCHAR AS "as_locator", NULL::VARCHAR AS "parameter_name", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "scope_catalog", NULL::VARCHAR AS "scope_schema", NULL::VARCHAR AS "scope_name", NULL::INTEGER AS "maximum_cardinality", NULL::VARCHAR AS "dtd_identifier", NULL::VARCHAR AS "parameter_default" WHERE false;
CREATE VIEW pg_information.referential_constraints AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "unique_constraint_catalog", NULL::VARCHAR AS "unique_constraint_schema", NULL::VARCHAR AS "unique_constraint_name", NULL::VARCHAR AS "match_option", NULL::VARCHAR AS "update_rule", NULL::VARCHAR AS "delete_rule" WHERE false;
CREATE VIEW pg_information.role_column_grants AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.role_routine_grants AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.role_table_grants AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable", NULL::VARCHAR AS "with_hierarchy" WHERE false;
CREATE VIEW pg_information.role_udt_grants AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.role_usage_grants AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "object_catalog", NULL::VARCHAR AS "object_schema", NULL::VARCHAR AS "object_name", NULL::VARCHAR AS "object_type", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.routine_column_usage AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name" WHERE false;
CREATE VIEW pg_information.routine_privileges AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.routine_routine_usage AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name" WHERE false;
CREATE VIEW pg_information.routine_sequence_usage AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "sequence_catalog", NULL::VARCHAR AS "sequence_schema", NULL::VARCHAR AS "sequence_name" WHERE false;
CREATE VIEW pg_information.routine_table_usage AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name" WHERE false;
CREATE VIEW pg_information.routines AS SELECT NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "routine_catalog", NULL::VARCHAR AS "routine_schema", NULL::VARCHAR AS "routine_name", NULL::VARCHAR AS "routine_type", NULL::VARCHAR AS "module_catalog", NULL::VARCHAR AS "module_schema", NULL::VARCHAR AS "module_name", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "type_udt_catalog", NULL::VARCHAR AS "type_udt_schema", NULL::VARCHAR AS "type_udt_name", NULL::VARCHAR AS "scope_catalog", NULL::VARCHAR AS "scope_schema", NULL::VARCHAR AS "scope_name", NULL::INTEGER AS "maximum_cardinality", NULL::VARCHAR AS "dtd_identifier", NULL::VARCHAR AS "routine_body", NULL::VARCHAR AS "routine_definition", NULL::VARCHAR AS "external_name", NULL::VARCHAR AS "external_language", NULL::VARCHAR AS "parameter_style", NULL::VARCHAR AS "is_deterministic", NULL::VARCHAR AS "sql_data_access", NULL::VARCHAR AS "is_null_call", NULL::VARCHAR AS "sql_path", NULL::VARCHAR AS "schema_level_routine", NULL::INTEGER AS "max_dynamic_result_sets", NULL::VARCHAR AS "is_user_defined_cast", NULL::VARCHAR AS "is_implicitly_invocable", NULL::VARCHAR AS "security_type", NULL::VARCHAR AS "to_sql_specific_catalog", NULL::VARCHAR AS "to_sql_specific_schema", NULL::VARCHAR AS "to_sql_specific_name", NULL::VARCHAR AS "as_locator", NULL::TIMESTAMPTZ AS "created", NULL::TIMESTAMPTZ AS "last_altered", NULL::VARCHAR AS "new_savepoint_level", NULL::VARCHAR AS "is_udt_dependent", NULL::VARCHAR AS "result_cast_from_data_type", NULL::VARCHAR AS "result_cast_as_locator", NULL::INTEGER AS "result_cast_char_max_length", NULL::INTEGER AS "result_cast_char_octet_length", NULL::VARCHAR AS "result_cast_char_set_catalog", NULL::VARCHAR AS "result_cast_char_set_schema", NULL::VARCHAR AS "result_cast_char_set_name", NULL::VARCHAR AS "result_cast_collation_catalog", NULL::VARCHAR AS "result_cast_collation_schema", NULL::VARCHAR AS "result_cast_collation_name", NULL::INTEGER AS "result_cast_numeric_precision", NULL::INTEGER AS "result_cast_numeric_precision_radix", NULL::INTEGER AS "result_cast_numeric_scale", NULL::INTEGER AS "result_cast_datetime_precision", NULL::VARCHAR AS "result_cast_interval_type", NULL::INTEGER AS "result_cast_interval_precision", NULL::VARCHAR AS "result_cast_type_udt_catalog", NULL::VARCHAR AS "result_cast_type_udt_schema", NULL::VARCHAR AS "result_cast_type_udt_name", NULL::VARCHAR AS "result_cast_scope_catalog", NULL::VARCHAR AS "result_cast_scope_schema", NULL::VARCHAR AS "result_cast_scope_name", NULL::INTEGER AS "result_cast_maximum_cardinality", NULL::VARCHAR AS "result_cast_dtd_identifier" WHERE false;
CREATE VIEW pg_information.sequences AS SELECT NULL::VARCHAR AS "sequence_catalog", NULL::VARCHAR AS "sequence_schema", NULL::VARCHAR AS "sequence_name", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::VARCHAR AS "start_value", NULL::VARCHAR AS "minimum_value", NULL::VARCHAR AS "maximum_value", NULL::VARCHAR AS "increment", NULL::VARCHAR AS "cycle_option" WHERE false;
CREATE VIEW pg_information.sql_features AS SELECT NULL::VARCHAR AS "feature_id", NULL::VARCHAR AS "feature_name", NULL::VARCHAR AS "sub_feature_id", NULL::VARCHAR AS "sub_feature_name", NULL::VARCHAR AS "is_supported", NULL::VARCHAR AS "is_verified_by", NULL::VARCHAR AS "comments" WHERE false;
CREATE VIEW pg_information.sql_implementation_info AS SELECT NULL::VARCHAR AS "implementation_info_id", NULL::VARCHAR AS "implementation_info_name", NULL::INTEGER AS "integer_value", NULL::VARCHAR AS "character_value", NULL::VARCHAR AS "comments" WHERE false;
CREATE VIEW pg_information.sql_parts AS SELECT NULL::VARCHAR AS "feature_id", NULL::VARCHAR AS "feature_name", NULL::VARCHAR AS "is_supported", NULL::VARCHAR AS "is_verified_by", NULL::VARCHAR AS "comments" WHERE false;
CREATE VIEW pg_information.sql_sizing AS SELECT NULL::INTEGER AS "sizing_id", NULL::VARCHAR AS "sizing_name", NULL::INTEGER AS "supported_value", NULL::VARCHAR AS "comments" WHERE false;
CREATE VIEW pg_information.table_constraints AS SELECT NULL::VARCHAR AS "constraint_catalog", NULL::VARCHAR AS "constraint_schema", NULL::VARCHAR AS "constraint_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "constraint_type", NULL::VARCHAR AS "is_deferrable", NULL::VARCHAR AS "initially_deferred", NULL::VARCHAR AS "enforced", NULL::VARCHAR AS "nulls_distinct" WHERE false;
CREATE VIEW pg_information.table_privileges AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable", NULL::VARCHAR AS "with_hierarchy" WHERE false;
CREATE VIEW pg_information.transforms AS SELECT NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name", NULL::VARCHAR AS "group_name", NULL::VARCHAR AS "transform_type" WHERE false;
CREATE VIEW pg_information.triggered_update_columns AS SELECT NULL::VARCHAR AS "trigger_catalog", NULL::VARCHAR AS "trigger_schema", NULL::VARCHAR AS "trigger_name", NULL::VARCHAR AS "event_object_catalog", NULL::VARCHAR AS "event_object_schema", NULL::VARCHAR AS "event_object_table", NULL::VARCHAR AS "event_object_column" WHERE false;
CREATE VIEW pg_information.triggers AS SELECT NULL::VARCHAR AS "trigger_catalog", NULL::VARCHAR AS "trigger_schema", NULL::VARCHAR AS "trigger_name", NULL::VARCHAR AS "event_manipulation", NULL::VARCHAR AS "event_object_catalog", NULL::VARCHAR AS "event_object_schema", NULL::VARCHAR AS "event_object_table", NULL::INTEGER AS "action_order", NULL::VARCHAR AS "action_condition", NULL::VARCHAR AS "action_statement", NULL::VARCHAR AS "action_orientation", NULL::VARCHAR AS "action_timing", NULL::VARCHAR AS "action_reference_old_table", NULL::VARCHAR AS "action_reference_new_table", NULL::VARCHAR AS "action_reference_old_row", NULL::VARCHAR AS "action_reference_new_row", NULL::TIMESTAMPTZ AS "created" WHERE false;
CREATE VIEW pg_information.udt_privileges AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "udt_catalog", NULL::VARCHAR AS "udt_schema", NULL::VARCHAR AS "udt_name", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.usage_privileges AS SELECT NULL::VARCHAR AS "grantor", NULL::VARCHAR AS "grantee", NULL::VARCHAR AS "object_catalog", NULL::VARCHAR AS "object_schema", NULL::VARCHAR AS "object_name", NULL::VARCHAR AS "object_type", NULL::VARCHAR AS "privilege_type", NULL::VARCHAR AS "is_grantable" WHERE false;
CREATE VIEW pg_information.user_defined_types AS SELECT NULL::VARCHAR AS "user_defined_type_catalog", NULL::VARCHAR AS "user_defined_type_schema", NULL::VARCHAR AS "user_defined_type_name", NULL::VARCHAR AS "user_defined_type_category", NULL::VARCHAR AS "is_instantiable", NULL::VARCHAR AS "is_final", NULL::VARCHAR AS "ordering_form", NULL::VARCHAR AS "ordering_category", NULL::VARCHAR AS "ordering_routine_catalog", NULL::VARCHAR AS "ordering_routine_schema", NULL::VARCHAR AS "ordering_routine_name", NULL::VARCHAR AS "reference_type", NULL::VARCHAR AS "data_type", NULL::INTEGER AS "character_maximum_length", NULL::INTEGER AS "character_octet_length", NULL::VARCHAR AS "character_set_catalog", NULL::VARCHAR AS "character_set_schema", NULL::VARCHAR AS "character_set_name", NULL::VARCHAR AS "collation_catalog", NULL::VARCHAR AS "collation_schema", NULL::VARCHAR AS "collation_name", NULL::INTEGER AS "numeric_precision", NULL::INTEGER AS "numeric_precision_radix", NULL::INTEGER AS "numeric_scale", NULL::INTEGER AS "datetime_precision", NULL::VARCHAR AS "interval_type", NULL::INTEGER AS "interval_precision", NULL::VARCHAR AS "source_dtd_identifier", NULL::VARCHAR AS "ref_dtd_identifier" WHERE false;
CREATE VIEW pg_information.user_mapping_options AS SELECT NULL::VARCHAR AS "authorization_identifier", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name", NULL::VARCHAR AS "option_name", NULL::VARCHAR AS "option_value" WHERE false;
CREATE VIEW pg_information.user_mappings AS SELECT NULL::VARCHAR AS "authorization_identifier", NULL::VARCHAR AS "foreign_server_catalog", NULL::VARCHAR AS "foreign_server_name" WHERE false;
CREATE VIEW pg_information.view_column_usage AS SELECT NULL::VARCHAR AS "view_catalog", NULL::VARCHAR AS "view_schema", NULL::VARCHAR AS "view_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "column_name" WHERE false;
CREATE VIEW pg_information.view_routine_usage AS SELECT NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name", NULL::VARCHAR AS "specific_catalog", NULL::VARCHAR AS "specific_schema", NULL::VARCHAR AS "specific_name" WHERE false;
CREATE VIEW pg_information.view_table_usage AS SELECT NULL::VARCHAR AS "view_catalog", NULL::VARCHAR AS "view_schema", NULL::VARCHAR AS "view_name", NULL::VARCHAR AS "table_catalog", NULL::VARCHAR AS "table_schema", NULL::VARCHAR AS "table_name" WHERE false;

-- The functions that clients call on the catalogue. What there is nothing to say of here (rights,
-- sizes, definitions of what does not exist) is answered as PostgreSQL answers for nothing. A macro's
-- argument is put into its body as it was written, so the names within must be such as no client uses:
-- in format_type(oid, NULL), oid would else be that of the type looked up.
CREATE VIEW pg.its_type AS SELECT oid AS its_oid, typname AS its_typname, typnamespace AS its_typnamespace FROM pg.own_type;
CREATE VIEW pg.its_relation AS SELECT oid AS its_oid, nspname AS its_nspname, name AS its_name, definition AS its_definition FROM pg.own_relation;
CREATE VIEW pg.its_schema AS SELECT oid AS its_oid, nspname AS its_nspname FROM pg.own_schema;
CREATE VIEW pg.its_proc AS SELECT oid AS its_oid, proname AS its_proname FROM pg.pg_proc;
CREATE VIEW pg.its_note AS SELECT objoid AS its_objoid, classoid AS its_classoid, objsubid AS its_objsubid, description AS its_description FROM pg.pg_description;
CREATE VIEW pg.its_function AS SELECT oid AS its_oid, returns_rows AS its_returns_rows, parameters AS its_parameters, macro_definition AS its_macro_definition FROM pg.own_function;
CREATE VIEW pg.its_setting AS SELECT name AS its_name, setting AS its_setting FROM pg.pg_settings;
CREATE MACRO pg.quote_ident(a_name) AS CASE WHEN regexp_full_match(a_name, '[a-z_][a-z0-9_$]*') AND a_name NOT IN ('group', 'user', 'order', 'table', 'select', 'from', 'where', 'column', 'end', 'all', 'and', 'or', 'not', 'in', 'is', 'limit', 'offset', 'union', 'using', 'when', 'then', 'else', 'case', 'check', 'default', 'desc', 'asc', 'distinct', 'primary', 'references', 'window', 'with', 'to', 'on', 'as', 'any', 'both', 'cast', 'create', 'do', 'false', 'true', 'for', 'foreign', 'grant', 'having', 'into', 'null', 'only', 'unique', 'analyse', 'analyze', 'array', 'constraint', 'except', 'fetch', 'initially', 'intersect', 'lateral', 'leading', 'placing', 'returning', 'some', 'symmetric', 'trailing', 'variadic')
    THEN a_name ELSE '"' || replace(a_name, '"', '""') || '"' END;
CREATE MACRO pg.array_name(a_typname) AS CASE WHEN a_typname[1:1] = '_' THEN a_typname[2:] ELSE a_typname END;
CREATE MACRO pg.display_type(a_typname) AS CASE a_typname WHEN 'bool' THEN 'boolean' WHEN 'int2' THEN 'smallint' WHEN 'int4' THEN 'integer' WHEN 'int8' THEN 'bigint'
    WHEN 'float4' THEN 'real' WHEN 'float8' THEN 'double precision' WHEN 'varchar' THEN 'character varying' WHEN 'bpchar' THEN 'character' WHEN 'char' THEN '"char"'
    WHEN 'timestamp' THEN 'timestamp without time zone' WHEN 'timestamptz' THEN 'timestamp with time zone' WHEN 'time' THEN 'time without time zone'
    WHEN 'timetz' THEN 'time with time zone' WHEN 'varbit' THEN 'bit varying' ELSE a_typname END;
-- The names of types are looked up in a map and not in pg.own_type: a subquery in a macro could not be called everywhere.
CREATE MACRO pg.format_type(a_type_oid, a_typmod) AS CASE WHEN a_type_oid IS NULL THEN NULL WHEN a_type_oid = 0 THEN '-'
    ELSE COALESCE((SELECT pg.display_type(pg.array_name(its_typname)) || CASE WHEN its_oid IN (1700, 1231) AND a_typmod > 4 THEN '(' || ((a_typmod - 4) // 65536) || ',' || ((a_typmod - 4) % 65536) || ')'
            WHEN its_oid IN (1042, 1043) AND a_typmod > 4 THEN '(' || (a_typmod - 4) || ')' ELSE '' END
        || CASE WHEN its_typname[1:1] = '_' THEN '[]' ELSE '' END FROM pg.its_type WHERE its_oid = a_type_oid), '???') END;
CREATE MACRO pg.regtype_name(a_type_oid) AS pg.format_type(a_type_oid, NULL);
CREATE MACRO pg.to_regtype(a_name) AS (SELECT its_oid FROM pg.its_type WHERE its_typname = lower(replace(replace(trim(a_name), 'pg_catalog.', ''), '"', '')) OR
    pg.display_type(pg.array_name(its_typname)) || CASE WHEN its_typname[1:1] = '_' THEN '[]' ELSE '' END = lower(trim(a_name)) ORDER BY its_oid LIMIT 1);

-- Names as texts: "main"."meetings", pg_catalog.pg_class, 1259.
CREATE MACRO pg.to_regclass(a_name) AS (SELECT its_oid FROM pg.its_relation WHERE CAST(its_oid AS VARCHAR) = CAST(a_name AS VARCHAR)
    OR replace(CAST(a_name AS VARCHAR), '"', '') IN (its_nspname || '.' || its_name, CASE WHEN its_nspname IN ('main', 'pg_catalog') THEN its_name END)
    ORDER BY its_nspname = 'main' DESC LIMIT 1);
CREATE MACRO pg.regclass_name(a_relation_oid) AS COALESCE((SELECT CASE WHEN its_nspname IN ('main', 'pg_catalog') THEN '' ELSE pg.quote_ident(its_nspname) || '.' END || pg.quote_ident(its_name)
    FROM pg.its_relation WHERE its_oid = a_relation_oid), CASE WHEN a_relation_oid = 0 THEN '-' ELSE CAST(a_relation_oid AS VARCHAR) END);
CREATE MACRO pg.to_regnamespace(a_name) AS (SELECT its_oid FROM pg.its_schema WHERE its_nspname = replace(CAST(a_name AS VARCHAR), '"', '') OR CAST(its_oid AS VARCHAR) = CAST(a_name AS VARCHAR) LIMIT 1);
CREATE MACRO pg.regnamespace_name(a_schema_oid) AS COALESCE((SELECT pg.quote_ident(its_nspname) FROM pg.its_schema WHERE its_oid = a_schema_oid), CAST(a_schema_oid AS VARCHAR));
CREATE MACRO pg.to_regproc(a_name) AS (SELECT its_oid FROM pg.its_proc WHERE its_proname = replace(regexp_replace(CAST(a_name AS VARCHAR), '\(.*', ''), 'pg_catalog.', '') OR CAST(its_oid AS VARCHAR) = CAST(a_name AS VARCHAR) LIMIT 1);
CREATE MACRO pg.regproc_name(a_function_oid) AS COALESCE((SELECT its_proname FROM pg.its_proc WHERE its_oid = a_function_oid LIMIT 1), CASE WHEN a_function_oid = 0 THEN '-' ELSE CAST(a_function_oid AS VARCHAR) END);
CREATE MACRO pg.to_regrole(a_name) AS CASE WHEN replace(CAST(a_name AS VARCHAR), '"', '') IN ('jianfu', '10') THEN 10::UINTEGER END;
CREATE MACRO pg.regrole_name(a_role_oid) AS CASE WHEN a_role_oid = 10 THEN 'jianfu' WHEN a_role_oid = 0 THEN '-' ELSE CAST(a_role_oid AS VARCHAR) END;

CREATE MACRO pg.quote_literal(a_value) AS '''' || replace(CAST(a_value AS VARCHAR), '''', '''''') || '''';
CREATE MACRO pg.quote_nullable(a_value) AS COALESCE('''' || replace(CAST(a_value AS VARCHAR), '''', '''''') || '''', 'NULL');
CREATE MACRO pg.parse_ident(a_name) AS list_transform(regexp_extract_all(a_name, '"(?:[^"]|"")*"|[^."]+'), p -> CASE WHEN p[1:1] = '"' THEN replace(p[2:-2], '""', '"') ELSE lower(trim(p)) END);

CREATE MACRO pg.version() AS 'PostgreSQL 15.0 (jianfu over DuckDB)';
CREATE MACRO pg.current_database() AS 'jianfu';
CREATE MACRO pg.current_schema() AS 'main';
CREATE MACRO pg.current_schemas(a_implicit) AS CASE WHEN a_implicit THEN ['pg_catalog', 'main'] ELSE ['main'] END;
CREATE MACRO pg.current_setting(a_name) AS (SELECT its_setting FROM pg.its_setting WHERE lower(its_name) = lower(a_name)), (a_name, a_missing_ok) AS (SELECT its_setting FROM pg.its_setting WHERE lower(its_name) = lower(a_name));
CREATE MACRO pg.set_config(a_name, a_value, a_is_local) AS a_value;
CREATE MACRO pg.pg_is_in_recovery() AS false;
CREATE MACRO pg.pg_is_wal_replay_paused() AS false;
CREATE MACRO pg.pg_backend_pid() AS 0;
CREATE MACRO pg.pg_postmaster_start_time() AS NULL::TIMESTAMPTZ;
CREATE MACRO pg.pg_conf_load_time() AS NULL::TIMESTAMPTZ;
CREATE MACRO pg.inet_server_addr() AS '127.0.0.1';
CREATE MACRO pg.inet_client_addr() AS '127.0.0.1';
CREATE MACRO pg.inet_server_port() AS NULL::INTEGER;
CREATE MACRO pg.inet_client_port() AS NULL::INTEGER;
CREATE MACRO pg.txid_current() AS 1::BIGINT;
CREATE MACRO pg.getdatabaseencoding() AS 'UTF8';
CREATE MACRO pg.pg_client_encoding() AS 'UTF8';
CREATE MACRO pg.pg_encoding_to_char(a_encoding) AS CASE a_encoding WHEN 6 THEN 'UTF8' ELSE '' END;
CREATE MACRO pg.pg_char_to_encoding(a_name) AS CASE WHEN lower(replace(a_name, '-', '')) = 'utf8' THEN 6 ELSE -1 END;
CREATE MACRO pg.pg_my_temp_schema() AS 0::UINTEGER;
CREATE MACRO pg.pg_is_other_temp_schema(a_schema_oid) AS false;
CREATE MACRO pg.pg_advisory_unlock_all() AS '';

CREATE MACRO pg.pg_get_userbyid(a_role_oid) AS CASE WHEN a_role_oid = 10 THEN 'jianfu' ELSE 'unknown (OID=' || a_role_oid || ')' END;
CREATE MACRO pg.pg_table_is_visible(a_relation_oid) AS COALESCE((SELECT its_nspname IN ('main', 'pg_catalog') FROM pg.its_relation WHERE its_oid = a_relation_oid), false);
CREATE MACRO pg.pg_type_is_visible(a_type_oid) AS COALESCE((SELECT its_typnamespace = 11 FROM pg.its_type WHERE its_oid = a_type_oid), false);
CREATE MACRO pg.pg_function_is_visible(a_function_oid) AS true;
CREATE MACRO pg.pg_operator_is_visible(a_operator_oid) AS true;
CREATE MACRO pg.pg_opclass_is_visible(a_opclass_oid) AS true;
CREATE MACRO pg.pg_opfamily_is_visible(a_opfamily_oid) AS true;
CREATE MACRO pg.pg_collation_is_visible(a_collation_oid) AS true;
CREATE MACRO pg.pg_conversion_is_visible(a_conversion_oid) AS true;
CREATE MACRO pg.pg_ts_config_is_visible(a_config_oid) AS true;
CREATE MACRO pg.pg_ts_dict_is_visible(a_dict_oid) AS true;
CREATE MACRO pg.pg_ts_parser_is_visible(a_parser_oid) AS true;
CREATE MACRO pg.pg_ts_template_is_visible(a_template_oid) AS true;
CREATE MACRO pg.pg_statistics_obj_is_visible(a_object_oid) AS true;

CREATE MACRO pg.obj_description(a_object_oid) AS (SELECT its_description FROM pg.its_note WHERE its_objoid = a_object_oid AND its_objsubid = 0 LIMIT 1),
    (a_object_oid, catalogue) AS (SELECT its_description FROM pg.its_note WHERE its_objoid = a_object_oid AND its_objsubid = 0
        AND its_classoid = CASE catalogue WHEN 'pg_class' THEN 1259 WHEN 'pg_proc' THEN 1255 ELSE 0 END LIMIT 1);
CREATE MACRO pg.col_description(a_relation_oid, a_number) AS (SELECT its_description FROM pg.its_note WHERE its_objoid = a_relation_oid AND its_classoid = 1259 AND its_objsubid = a_number AND a_number > 0 LIMIT 1);
CREATE MACRO pg.shobj_description(a_object_oid, a_catalogue) AS NULL::VARCHAR;

CREATE MACRO pg.pg_get_expr(a_expression, a_relation_oid) AS CAST(a_expression AS VARCHAR), (a_expression, a_relation_oid, a_pretty) AS CAST(a_expression AS VARCHAR);
CREATE MACRO pg.pg_get_viewdef(a_relation_oid) AS (SELECT regexp_replace(its_definition, '(?is)^\s*CREATE\s+VIEW\s.*?\sAS\s', '') FROM pg.its_relation WHERE its_oid = pg.to_regclass(a_relation_oid)),
    (a_relation_oid, pretty) AS (SELECT regexp_replace(its_definition, '(?is)^\s*CREATE\s+VIEW\s.*?\sAS\s', '') FROM pg.its_relation WHERE its_oid = pg.to_regclass(a_relation_oid));
CREATE MACRO pg.pg_get_constraintdef(a_constraint_oid) AS NULL::VARCHAR, (a_constraint_oid, a_pretty) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_indexdef(a_index_oid) AS NULL::VARCHAR, (a_index_oid, a_number, a_pretty) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_triggerdef(a_trigger_oid) AS NULL::VARCHAR, (a_trigger_oid, a_pretty) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_ruledef(a_rule_oid) AS NULL::VARCHAR, (a_rule_oid, a_pretty) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_partkeydef(a_relation_oid) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_partition_constraintdef(a_relation_oid) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_statisticsobjdef_columns(a_object_oid) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_serial_sequence(a_relation, a_col) AS NULL::VARCHAR;
CREATE MACRO pg.pg_get_function_result(a_function_oid) AS (SELECT CASE WHEN its_returns_rows THEN 'SETOF record' ELSE 'any' END FROM pg.its_function WHERE its_oid = a_function_oid LIMIT 1);
CREATE MACRO pg.pg_get_function_arguments(a_function_oid) AS (SELECT array_to_string(its_parameters, ', ') FROM pg.its_function WHERE its_oid = a_function_oid LIMIT 1);
CREATE MACRO pg.pg_get_function_identity_arguments(a_function_oid) AS (SELECT array_to_string(its_parameters, ', ') FROM pg.its_function WHERE its_oid = a_function_oid LIMIT 1);
CREATE MACRO pg.pg_get_functiondef(a_function_oid) AS (SELECT its_macro_definition FROM pg.its_function WHERE its_oid = a_function_oid LIMIT 1);
CREATE MACRO pg.pg_get_function_sqlbody(a_function_oid) AS NULL::VARCHAR;
CREATE MACRO pg.pg_relation_is_publishable(a_relation_oid) AS false;
CREATE MACRO pg.pg_relation_size(a_relation_oid) AS 0::BIGINT, (a_relation_oid, a_fork) AS 0::BIGINT;
CREATE MACRO pg.pg_total_relation_size(a_relation_oid) AS 0::BIGINT;
CREATE MACRO pg.pg_table_size(a_relation_oid) AS 0::BIGINT;
CREATE MACRO pg.pg_indexes_size(a_relation_oid) AS 0::BIGINT;
CREATE MACRO pg.pg_database_size(a_database) AS 0::BIGINT;
CREATE MACRO pg.pg_tablespace_size(a_tablespace) AS 0::BIGINT;
CREATE MACRO pg.pg_relation_filepath(a_relation_oid) AS NULL::VARCHAR;
CREATE MACRO pg.pg_tablespace_location(a_tablespace_oid) AS '';
CREATE MACRO pg.pg_stat_get_numscans(a_relation_oid) AS 0::BIGINT;
CREATE MACRO pg.pg_stat_get_tuples_inserted(a_relation_oid) AS 0::BIGINT;

-- Everybody may read, and nobody may write.
CREATE MACRO pg.may(a_privilege) AS NOT regexp_matches(upper(a_privilege), 'INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|TRIGGER|CREATE|TEMP|GRANT|RULE');
CREATE MACRO pg.has_table_privilege(a_relation, a_privilege) AS pg.may(a_privilege), (a_role, a_relation, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_any_column_privilege(a_relation, a_privilege) AS pg.may(a_privilege), (a_role, a_relation, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_column_privilege(a_relation, a_col, a_privilege) AS pg.may(a_privilege), (a_role, a_relation, a_col, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_schema_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_database_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_function_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_sequence_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_language_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_tablespace_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.has_type_privilege(a_name, a_privilege) AS pg.may(a_privilege), (a_role, a_name, a_privilege) AS pg.may(a_privilege);
CREATE MACRO pg.pg_has_role(a_role, a_privilege) AS true, (a_member, a_role, a_privilege) AS true;
CREATE MACRO pg.row_security_active(a_relation) AS false;
CREATE MACRO pg.acldefault(a_kind, a_role) AS NULL::VARCHAR[];

-- Parts of the language that DuckDB lacks or means otherwise.
CREATE MACRO pg.array_remove(a_list, a_value) AS list_filter(a_list, e -> e IS DISTINCT FROM a_value);
CREATE MACRO pg.array_upper(a_list, a_dimension) AS CASE WHEN a_dimension = 1 AND len(a_list) > 0 THEN len(a_list) END;
CREATE MACRO pg.array_lower(a_list, a_dimension) AS CASE WHEN a_dimension = 1 AND len(a_list) > 0 THEN 1 END;
CREATE MACRO pg.array_ndims(a_list) AS CASE WHEN len(a_list) > 0 THEN 1 END;
CREATE MACRO pg.btrim(a_value) AS trim(a_value), (a_value, a_characters) AS trim(a_value, a_characters);
-- The patterns of moments come in DuckDB's words, see momentPattern.
CREATE MACRO pg.to_char(a_moment, a_pattern) AS replace(strftime(a_moment, a_pattern), chr(1), CAST(quarter(a_moment) AS VARCHAR));
CREATE MACRO pg.to_date(a_text, a_pattern) AS CAST(strptime(a_text, a_pattern) AS DATE);
CREATE MACRO pg.to_timestamp(a_epoch) AS to_timestamp(a_epoch), (a_text, a_pattern) AS CAST(strptime(a_text, a_pattern) AS TIMESTAMPTZ);
CREATE MACRO pg.date_bin(a_stride, a_moment, a_origin) AS time_bucket(CAST(a_stride AS INTERVAL), a_moment, a_origin);
CREATE MACRO pg.width_bucket(a_value, a_low, a_high, a_count) AS CASE WHEN a_value < a_low THEN 0 WHEN a_value >= a_high THEN a_count + 1 ELSE CAST(floor((a_value - a_low) * a_count / (a_high - a_low)) AS INTEGER) + 1 END;
CREATE MACRO pg.cardinality(a_list) AS len(a_list);
CREATE MACRO pg.initcap(a_text) AS array_to_string(list_transform(regexp_extract_all(a_text, '[[:alnum:]]+|[^[:alnum:]]+'), w -> upper(w[1:1]) || lower(w[2:])), '');
-- A pattern that matches anywhere, for DuckDB's operator ~, which wants the whole text.
CREATE MACRO pg.pattern(a_expression) AS '(?s).*(?:' || a_expression || ').*';
CREATE MACRO pg.any_case_pattern(a_expression) AS '(?si).*(?:' || a_expression || ').*';
-- A cast of a constant such as '{a,b}' to an array.
CREATE MACRO pg.array_elements(a_value) AS CASE WHEN a_value IN ('{}', '') THEN [] ELSE list_transform(string_split(trim(a_value, '{}'), ','), e -> CASE WHEN upper(trim(e)) = 'NULL' THEN NULL ELSE trim(trim(e), '"') END) END;

CREATE MACRO pg.pg_get_keywords() AS TABLE SELECT * FROM (VALUES ('abort', 'U'), ('absolute', 'U'), ('access', 'U'), ('action', 'U'), ('add', 'U'), ('admin', 'U'), ('after', 'U'), ('aggregate', 'U'), ('all', 'R'), ('also', 'U'), ('alter', 'U'), ('always', 'U'), ('analyse', 'R'), ('analyze', 'R'), ('and', 'R'), ('any', 'R'), ('array', 'R'), ('as', 'R'), ('asc', 'R'), ('asensitive', 'U'), ('assertion', 'U'), ('assignment', 'U'), ('asymmetric', 'R'), ('at', 'U'), ('atomic', 'U'), ('attach', 'U'), ('attribute', 'U'), ('authorization', 'T'), ('backward', 'U'), ('before', 'U'), ('begin', 'U'), ('between', 'C'), ('bigint', 'C'), ('binary', 'T'), ('bit', 'C'), ('boolean', 'C'), ('both', 'R'), ('breadth', 'U'), ('by', 'U'), ('cache', 'U'), ('call', 'U'), ('called', 'U'), ('cascade', 'U'), ('cascaded', 'U'), ('case', 'R'), ('cast', 'R'), ('catalog', 'U'), ('chain', 'U'), ('char', 'C'), ('character', 'C'), ('characteristics', 'U'), ('check', 'R'), ('checkpoint', 'U'), ('class', 'U'), ('close', 'U'), ('cluster', 'U'), ('coalesce', 'C'), ('collate', 'R'), ('collation', 'T'), ('column', 'R'), ('columns', 'U'), ('comment', 'U'), ('comments', 'U'), ('commit', 'U'), ('committed', 'U'), ('compression', 'U'), ('concurrently', 'T'), ('configuration', 'U'), ('conflict', 'U'), ('connection', 'U'), ('constraint', 'R'), ('constraints', 'U'), ('content', 'U'), ('continue', 'U'), ('conversion', 'U'), ('copy', 'U'), ('cost', 'U'), ('create', 'R'), ('cross', 'T'), ('csv', 'U'), ('cube', 'U'), ('current', 'U'), ('current_catalog', 'R'), ('current_date', 'R'), ('current_role', 'R'), ('current_schema', 'T'), ('current_time', 'R'), ('current_timestamp', 'R'), ('current_user', 'R'), ('cursor', 'U'), ('cycle', 'U'), ('data', 'U'), ('database', 'U'), ('day', 'U'), ('deallocate', 'U'), ('dec', 'C'), ('decimal', 'C'), ('declare', 'U'), ('default', 'R'), ('defaults', 'U'), ('deferrable', 'R'), ('deferred', 'U'), ('definer', 'U'), ('delete', 'U'), ('delimiter', 'U'), ('delimiters', 'U'), ('depends', 'U'), ('depth', 'U'), ('desc', 'R'), ('detach', 'U'), ('dictionary', 'U'), ('disable', 'U'), ('discard', 'U'), ('distinct', 'R'), ('do', 'R'), ('document', 'U'), ('domain', 'U'), ('double', 'U'), ('drop', 'U'), ('each', 'U'), ('else', 'R'), ('enable', 'U'), ('encoding', 'U'), ('encrypted', 'U'), ('end', 'R'), ('enum', 'U'), ('escape', 'U'), ('event', 'U'), ('except', 'R'), ('exclude', 'U'), ('excluding', 'U'), ('exclusive', 'U'), ('execute', 'U'), ('exists', 'C'), ('explain', 'U'), ('expression', 'U'), ('extension', 'U'), ('external', 'U'), ('extract', 'C'), ('false', 'R'), ('family', 'U'), ('fetch', 'R'), ('filter', 'U'), ('finalize', 'U'), ('first', 'U'), ('float', 'C'), ('following', 'U'), ('for', 'R'), ('force', 'U'), ('foreign', 'R'), ('forward', 'U'), ('freeze', 'T'), ('from', 'R'), ('full', 'T'), ('function', 'U'), ('functions', 'U'), ('generated', 'U'), ('global', 'U'), ('grant', 'R'), ('granted', 'U'), ('greatest', 'C'), ('group', 'R'), ('grouping', 'C'), ('groups', 'U'), ('handler', 'U'), ('having', 'R'), ('header', 'U'), ('hold', 'U'), ('hour', 'U'), ('identity', 'U'), ('if', 'U'), ('ilike', 'T'), ('immediate', 'U'), ('immutable', 'U'), ('implicit', 'U'), ('import', 'U'), ('in', 'R'), ('include', 'U'), ('including', 'U'), ('increment', 'U'), ('index', 'U'), ('indexes', 'U'), ('inherit', 'U'), ('inherits', 'U'), ('initially', 'R'), ('inline', 'U'), ('inner', 'T'), ('inout', 'C'), ('input', 'U'), ('insensitive', 'U'), ('insert', 'U'), ('instead', 'U'), ('int', 'C'), ('integer', 'C'), ('intersect', 'R'), ('interval', 'C'), ('into', 'R'), ('invoker', 'U'), ('is', 'T'), ('isnull', 'T'), ('isolation', 'U'), ('join', 'T'), ('key', 'U'), ('label', 'U'), ('language', 'U'), ('large', 'U'), ('last', 'U'), ('lateral', 'R'), ('leading', 'R'), ('leakproof', 'U'), ('least', 'C'), ('left', 'T'), ('level', 'U'), ('like', 'T'), ('limit', 'R'), ('listen', 'U'), ('load', 'U'), ('local', 'U'), ('localtime', 'R'), ('localtimestamp', 'R'), ('location', 'U'), ('lock', 'U'), ('locked', 'U'), ('logged', 'U'), ('mapping', 'U'), ('match', 'U'), ('matched', 'U'), ('materialized', 'U'), ('maxvalue', 'U'), ('merge', 'U'), ('method', 'U'), ('minute', 'U'), ('minvalue', 'U'), ('mode', 'U'), ('month', 'U'), ('move', 'U'), ('name', 'U'), ('names', 'U'), ('national', 'C'), ('natural', 'T'), ('nchar', 'C'), ('new', 'U'), ('next', 'U'), ('nfc', 'U'), ('nfd', 'U'), ('nfkc', 'U'), ('nfkd', 'U'), ('no', 'U'), ('none', 'C'), ('normalize', 'C'), ('normalized', 'U'), ('not', 'R'), ('nothing', 'U'), ('notify', 'U'), ('notnull', 'T'), ('nowait', 'U'), ('null', 'R'), ('nullif', 'C'), ('nulls', 'U'), ('numeric', 'C'), ('object', 'U'), ('of', 'U'), ('off', 'U'), ('offset', 'R'), ('oids', 'U'), ('old', 'U'), ('on', 'R'), ('only', 'R'), ('operator', 'U'), ('option', 'U'), ('options', 'U'), ('or', 'R'), ('order', 'R'), ('ordinality', 'U'), ('others', 'U'), ('out', 'C'), ('outer', 'T'), ('over', 'U'), ('overlaps', 'T'), ('overlay', 'C'), ('overriding', 'U'), ('owned', 'U'), ('owner', 'U'), ('parallel', 'U'), ('parameter', 'U'), ('parser', 'U'), ('partial', 'U'), ('partition', 'U'), ('passing', 'U'), ('password', 'U'), ('placing', 'R'), ('plans', 'U'), ('policy', 'U'), ('position', 'C'), ('preceding', 'U'), ('precision', 'C'), ('prepare', 'U'), ('prepared', 'U'), ('preserve', 'U'), ('primary', 'R'), ('prior', 'U'), ('privileges', 'U'), ('procedural', 'U'), ('procedure', 'U'), ('procedures', 'U'), ('program', 'U'), ('publication', 'U'), ('quote', 'U'), ('range', 'U'), ('read', 'U'), ('real', 'C'), ('reassign', 'U'), ('recheck', 'U'), ('recursive', 'U'), ('ref', 'U'), ('references', 'R'), ('referencing', 'U'), ('refresh', 'U'), ('reindex', 'U'), ('relative', 'U'), ('release', 'U'), ('rename', 'U'), ('repeatable', 'U'), ('replace', 'U'), ('replica', 'U'), ('reset', 'U'), ('restart', 'U'), ('restrict', 'U'), ('return', 'U'), ('returning', 'R'), ('returns', 'U'), ('revoke', 'U'), ('right', 'T'), ('role', 'U'), ('rollback', 'U'), ('rollup', 'U'), ('routine', 'U'), ('routines', 'U'), ('row', 'C'), ('rows', 'U'), ('rule', 'U'), ('savepoint', 'U'), ('schema', 'U'), ('schemas', 'U'), ('scroll', 'U'), ('search', 'U'), ('second', 'U'), ('security', 'U'), ('select', 'R'), ('sequence', 'U'), ('sequences', 'U'), ('serializable', 'U'), ('server', 'U'), ('session', 'U'), ('session_user', 'R'), ('set', 'U'), ('setof', 'C'), ('sets', 'U'), ('share', 'U'), ('show', 'U'), ('similar', 'T'), ('simple', 'U'), ('skip', 'U'), ('smallint', 'C'), ('snapshot', 'U'), ('some', 'R'), ('sql', 'U'), ('stable', 'U'), ('standalone', 'U'), ('start', 'U'), ('statement', 'U'), ('statistics', 'U'), ('stdin', 'U'), ('stdout', 'U'), ('storage', 'U'), ('stored', 'U'), ('strict', 'U'), ('strip', 'U'), ('subscription', 'U'), ('substring', 'C'), ('support', 'U'), ('symmetric', 'R'), ('sysid', 'U'), ('system', 'U'), ('table', 'R'), ('tables', 'U'), ('tablesample', 'T'), ('tablespace', 'U'), ('temp', 'U'), ('template', 'U'), ('temporary', 'U'), ('text', 'U'), ('then', 'R'), ('ties', 'U'), ('time', 'C'), ('timestamp', 'C'), ('to', 'R'), ('trailing', 'R'), ('transaction', 'U'), ('transform', 'U'), ('treat', 'C'), ('trigger', 'U'), ('trim', 'C'), ('true', 'R'), ('truncate', 'U'), ('trusted', 'U'), ('type', 'U'), ('types', 'U'), ('uescape', 'U'), ('unbounded', 'U'), ('uncommitted', 'U'), ('unencrypted', 'U'), ('union', 'R'), ('unique', 'R'), ('unknown', 'U'), ('unlisten', 'U'), ('unlogged', 'U'), ('until', 'U'), ('update', 'U'), ('user', 'R'), ('using', 'R'), ('vacuum', 'U'), ('valid', 'U'), ('validate', 'U'), ('validator', 'U'), ('value', 'U'), ('values', 'C'), ('varchar', 'C'), ('variadic', 'R'), ('varying', 'U'), ('verbose', 'T'), ('version', 'U'), ('view', 'U'), ('views', 'U'), ('volatile', 'U'), ('when', 'R'), ('where', 'R'), ('whitespace', 'U'), ('window', 'R'), ('with', 'R'), ('within', 'U'), ('without', 'U'), ('work', 'U'), ('wrapper', 'U'), ('write', 'U'), ('xml', 'U'), ('xmlattributes', 'C'), ('xmlconcat', 'C'), ('xmlelement', 'C'), ('xmlexists', 'C'), ('xmlforest', 'C'), ('xmlnamespaces', 'C'), ('xmlparse', 'C'), ('xmlpi', 'C'), ('xmlroot', 'C'), ('xmlserialize', 'C'), ('xmltable', 'C'), ('year', 'U'), ('yes', 'U'), ('zone', 'U')) AS k(word, catcode);
CREATE MACRO pg.pg_show_all_settings() AS TABLE SELECT * FROM pg.pg_settings;
CREATE MACRO pg.aclexplode(a_acl) AS TABLE SELECT 0::UINTEGER AS grantor, 0::UINTEGER AS grantee, '' AS privilege_type, false AS is_grantable WHERE false;
CREATE MACRO pg.pg_tablespace_databases(a_tablespace_oid) AS TABLE SELECT 16384::UINTEGER AS pg_tablespace_databases WHERE a_tablespace_oid = 1663;
CREATE MACRO pg_information._pg_expandarray(a_list) AS unnest(list_transform(a_list, (x, i) -> {'x': x, 'n': i}));
CREATE MACRO pg_information._pg_char_max_length(a_type_oid, a_typmod) AS NULL::INTEGER;
CREATE MACRO pg_information._pg_numeric_precision(a_type_oid, a_typmod) AS NULL::INTEGER;
CREATE MACRO pg_information._pg_numeric_scale(a_type_oid, a_typmod) AS NULL::INTEGER;
CREATE MACRO pg_information._pg_datetime_precision(a_type_oid, a_typmod) AS NULL::INTEGER;
CREATE MACRO pg_information._pg_truetypid(a_a, a_t) AS a_a.atttypid;
CREATE MACRO pg_information._pg_truetypmod(a_a, a_t) AS a_a.atttypmod;

CREATE TABLE pg_information.columns AS
SELECT 'jianfu' AS table_catalog, c.nspname AS table_schema, c.relname AS table_name, c.column_name, c.column_index AS ordinal_position, c.column_default,
    CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
    CASE WHEN t.typcategory = 'A' THEN 'ARRAY' ELSE pg.format_type(c.type_oid, NULL) END AS data_type,
    NULL::INTEGER AS character_maximum_length, CASE WHEN c.type_oid = 25 THEN 1073741824 END AS character_octet_length,
    CASE c.type_oid WHEN 21 THEN 16 WHEN 23 THEN 32 WHEN 20 THEN 64 WHEN 700 THEN 24 WHEN 701 THEN 53 WHEN 1700 THEN CASE WHEN c.typmod > 0 THEN (c.typmod - 4) // 65536 END END::INTEGER AS numeric_precision,
    CASE WHEN c.type_oid IN (20, 21, 23, 700, 701) THEN 2 WHEN c.type_oid = 1700 THEN 10 END AS numeric_precision_radix,
    CASE WHEN c.type_oid IN (20, 21, 23) THEN 0 WHEN c.type_oid = 1700 AND c.typmod > 0 THEN (c.typmod - 4) % 65536 END::INTEGER AS numeric_scale,
    CASE WHEN c.type_oid = 1082 THEN 0 WHEN c.type_oid IN (1083, 1114, 1184, 1186) THEN 6 END AS datetime_precision,
    NULL::VARCHAR AS interval_type, NULL::INTEGER AS interval_precision, NULL::VARCHAR AS character_set_catalog, NULL::VARCHAR AS character_set_schema,
    NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog, NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name,
    NULL::VARCHAR AS domain_catalog, NULL::VARCHAR AS domain_schema, NULL::VARCHAR AS domain_name, 'jianfu' AS udt_catalog, 'pg_catalog' AS udt_schema,
    t.typname AS udt_name, NULL::VARCHAR AS scope_catalog, NULL::VARCHAR AS scope_schema, NULL::VARCHAR AS scope_name, NULL::INTEGER AS maximum_cardinality,
    CAST(c.column_index AS VARCHAR) AS dtd_identifier, 'NO' AS is_self_referencing, 'NO' AS is_identity, NULL::VARCHAR AS identity_generation,
    NULL::VARCHAR AS identity_start, NULL::VARCHAR AS identity_increment, NULL::VARCHAR AS identity_maximum, NULL::VARCHAR AS identity_minimum,
    'NO' AS identity_cycle, 'NEVER' AS is_generated, NULL::VARCHAR AS generation_expression, 'NO' AS is_updatable
FROM pg.own_column c
JOIN pg.own_type t ON t.oid = c.type_oid;
