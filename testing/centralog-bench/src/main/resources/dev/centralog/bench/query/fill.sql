-- SPDX-License-Identifier: Apache-2.0
-- Rows of 30 days. What begins with @ each database says in its own way; see Dialect. ${rows} rows of events are in
-- ${deliveries} deliveries. v is a number from 0 to 999, from which v * v * v makes few groups that come often, and many that
-- come seldom. The groups of a delivery differ: of four rows in turn each has groups of its own.
INSERT INTO @name(groups) (
    group_id, first_seen, last_seen, level, severity, logger, template, message, thrown_class, thrown_message, class_name,
    method_name, file_name, line_number, app, environment, flag, thrown
)
SELECT
    CASE n WHEN 500 THEN '0123456789abcdef0123456789abcdef' ELSE @hex(n, 32) END, @time(n * 1000), @time(2591999),
    CASE WHEN n < 200 THEN 'ERROR' WHEN n < 500 THEN 'WARN' WHEN n < 1500 THEN 'INFO' WHEN n < 1999 THEN 'DEBUG' ELSE 'FATAL' END,
    CASE WHEN n < 200 THEN 17 WHEN n < 500 THEN 13 WHEN n < 1500 THEN 9 WHEN n < 1999 THEN 5 ELSE 21 END,
    'com.example.shop.part' || (n % 40) || '.Service' || n, 'step ' || n || ': order {} of customer {} took {} ms',
    'step ' || n || ': order 17 of customer 4 took 31 ms',
    CASE WHEN n >= 200 THEN NULL WHEN n % 4 = 0 THEN 'java.lang.IllegalStateException' ELSE 'java.io.IOException' END,
    CASE WHEN n < 200 THEN 'order 17 was not charged' END,
    'com.example.shop.part' || (n % 40) || '.Service' || n, 'run', 'Service' || n || '.java', n,
    CASE n % 5 WHEN 0 THEN 'shop' WHEN 1 THEN 'billing' WHEN 2 THEN 'search' WHEN 3 THEN 'mail' ELSE 'stock' END, 'production', '',
    CASE WHEN n >= 200 THEN NULL WHEN n % 4 = 0 THEN
        @json('{"class":"java.lang.IllegalStateException","message":"order 17 was not charged"}')
    ELSE @json('{"class":"java.io.IOException","message":"order 17 was not charged"}') END
FROM @numbers(2000) ORDER BY n;

-- Each application has four processes of the same release: those with its number, and every fifth after it.
INSERT INTO processes (id, app, environment, @name(release), host, pid, instance, first_seen, last_seen, started_at, ended_at, centralog, java, framework)
SELECT
    @hex(n + 1, 16),
    CASE n % 5 WHEN 0 THEN 'shop' WHEN 1 THEN 'billing' WHEN 2 THEN 'search' WHEN 3 THEN 'mail' ELSE 'stock' END, 'production',
    '1.4.' || (n % 5), 'web-' || n, 4711 + n, 'pod-' || n, @time(0), @time(2591999), @time(0),
    CASE WHEN n % 4 = 0 THEN @time(2591999) END, '0.1.0', '17', 'logback'
FROM @numbers(20) ORDER BY n;

-- Three hours before the end, each application gets one more, of a new release.
INSERT INTO processes (id, app, environment, @name(release), host, pid, instance, first_seen, last_seen, started_at, centralog, java, framework)
SELECT
    @hex(n + 21, 16),
    CASE n % 5 WHEN 0 THEN 'shop' WHEN 1 THEN 'billing' WHEN 2 THEN 'search' WHEN 3 THEN 'mail' ELSE 'stock' END, 'production',
    '1.5.' || (n % 5), 'web-' || (n + 20), 4731 + n, 'pod-' || (n + 20), @time(2581200), @time(2591999), @time(2581200), '0.1.0', '17', 'logback'
FROM @numbers(5) ORDER BY n;

INSERT INTO process_signs (window_start, delivery, process_id, kind)
SELECT @time(n @div 20 * 600), 'c0ffee:0:1', @hex(n % 20 + 1, 16), 'alive' FROM @numbers(86400) ORDER BY n;

INSERT INTO throwables (id, frames, text)
SELECT
    n + 1,
    CASE WHEN n % 4 = 0 THEN @json('{"class":"java.lang.IllegalStateException","frames":[["com.example.shop.Dispatcher","send",101]]}')
    ELSE @json('{"class":"java.io.IOException","frames":[["com.example.shop.Dispatcher","send",101]]}') END,
    '${trace}'
FROM @numbers(200) ORDER BY n;

INSERT INTO deliveries (stream, window_start, delivery, stored_at)
SELECT 'events', @time(n * 2592000 @div ${deliveries}), 'c0ffee:0:1', @time(n * 2592000 @div ${deliveries} + 6)
FROM @numbers(${deliveries});

INSERT INTO event_rows (
    window_start, deliveries_id, groups_id, time, nano, repeats, thread_id, thread_priority, thread_name, sequence, processes_id,
    processes, host, pid, throwable_id, in_full, borrowed, flag, message, arguments, thrown, mdc, trace_id, span_id
)
SELECT
    @time(s), d + 1, g, @epoch(s), n % 1000 * 1000000, 1 + n % 50, 40 + n % 16, 5, 'http-nio-8080-exec-' || (n % 16), n,
    CASE WHEN n % 10 <> 3 THEN 1 + (g - 1) % 5 + 5 * p END,
    CASE WHEN n % 10 = 3 THEN @json(
        '{"' || @hex(1 + (g - 1) % 5 + 5 * p, 16) || '":' || (n % 50) || ',"' || @hex(1 + (g - 1) % 5 + 5 * ((p + 1) % 4), 16) || '":1}') END,
    CASE WHEN n % 10 = 3 THEN 'web-' || ((g - 1) % 5 + 5 * p) END, CASE WHEN n % 10 = 3 THEN 4711 + (g - 1) % 5 + 5 * p END,
    CASE WHEN g <= 200 THEN g END, 1, 0,
    CASE WHEN n % 5000 = 11 THEN 'noPayload' WHEN n % 1000 = 7 THEN 'varying' ELSE '' END,
    CASE WHEN n % 5000 = 11 THEN '' WHEN n % 5 > 0 THEN
        'step ' || (g - 1) || ': order ' || (n % 100000) || ' of customer ' || (n % 977) || ' took ' || (n % 97) || ' ms' END,
    CASE WHEN n % 5000 <> 11 THEN @json('[' || (n % 100000) || ',' || (n % 977) || ',' || (n % 97) || ']') END,
    CASE WHEN g <= 200 AND n % 2 = 0 AND (g - 1) % 4 = 0 THEN
        @json('{"class":"java.lang.IllegalStateException","message":"order ' || (n % 100000) || ' was not charged"}')
    WHEN g <= 200 AND n % 2 = 0 THEN
        @json('{"class":"java.io.IOException","message":"order ' || (n % 100000) || ' was not charged"}') END,
    CASE WHEN n % 2 = 1 THEN @json('{"order":"' || (n % 100000) || '","user":"' || (n % 977) || '"}') END,
    CASE WHEN n % 100 = 0 THEN
        CASE WHEN n @div 100 IN (700, 701, 900) THEN '4bf92f3577b34da6a3ce929d0e0e4736' ELSE @hex(n, 32) END END,
    CASE WHEN n % 100 = 0 THEN @hex(n, 16) END
FROM (
    SELECT
        n, d, d * 2592000 @div ${deliveries} AS s, n * 7919 % 1009 % 4 AS p,
        CASE
            WHEN n % (${rows} @div 20) = 0 THEN 2000
            WHEN c < 100 THEN 1 + 4 * (50 * v * v * v @div 1000000000) + n % 4
            WHEN c < 500 THEN 201 + 4 * (75 * v * v * v @div 1000000000) + n % 4
            WHEN c < 7000 THEN 501 + 4 * (250 * v * v * v @div 1000000000) + n % 4
            ELSE 1501 + 4 * (124 * v * v * v @div 1000000000) + n % 4
        END AS g
    FROM (
        SELECT
            n, n * ${deliveries} @div ${rows} AS d, n * 2654435761 % 1000003 % 10000 AS c,
            n * 1103515245 % 999983 % 1000 AS v
        FROM @numbers(${rows})
    ) drawn
) placed;

INSERT INTO sample_rows (
    window_start, deliveries_id, groups_id, process_id, n, time, nano, thread_name, thread_id, thread_priority, message, arguments,
    mdc, thrown_message
)
SELECT
    window_start, deliveries_id, groups_id, @hex(coalesce(processes_id, 1), 16), sequence + 1, time, nano + 1, thread_name, thread_id,
    thread_priority, 'step ' || (groups_id - 1) || ': order ' || (sequence % 99991) || ' of customer 5 took 9 ms', arguments, mdc,
    'order 18 was not charged'
FROM event_rows WHERE groups_id <= 200 AND flag = '';

-- Gatherers write sums as time goes on, which is the order that PostgreSQL keeps them in; the others keep that of the key.
INSERT INTO group_minutes (groups_id, minute, repeats)
SELECT groups_id, @minute(window_start), sum(repeats) FROM event_rows GROUP BY groups_id, @minute(window_start) @byTime;

INSERT INTO group_hours (groups_id, hour, @name(release), repeats, last_seen)
SELECT
    groups_id, @hour(window_start), CASE WHEN @hour(window_start) < @time(2581200) THEN '1.4.' ELSE '1.5.' END || ((groups_id - 1) % 5),
    sum(repeats), max(window_start)
FROM event_rows GROUP BY groups_id, @hour(window_start) @byTime;

INSERT INTO group_days (groups_id, day, @name(release), repeats)
SELECT h.groups_id, @day(h.hour), h.@name(release), sum(h.repeats) FROM group_hours h
GROUP BY h.groups_id, @day(h.hour), h.@name(release) @byTime;

INSERT INTO group_releases (groups_id, @name(release), first_seen, last_seen)
SELECT groups_id, @name(release), min(hour), max(last_seen) FROM group_hours GROUP BY groups_id, @name(release);

INSERT INTO level_minutes (minute, app, environment, level, @name(release), repeats)
SELECT @minute(e.window_start), g.app, g.environment, g.level, '1.4.' || ((e.groups_id - 1) % 5), sum(e.repeats)
FROM event_rows e JOIN @name(groups) g ON g.id = e.groups_id
GROUP BY @minute(e.window_start), g.app, g.environment, g.level, '1.4.' || ((e.groups_id - 1) % 5);

INSERT INTO level_hours (hour, app, environment, level, @name(release), repeats)
SELECT @hour(m.minute), m.app, m.environment, m.level, m.@name(release), sum(m.repeats) FROM level_minutes m
GROUP BY @hour(m.minute), m.app, m.environment, m.level, m.@name(release);

INSERT INTO actions (slice_start, slice_length, user_id, action_id, delivery, count, value_count, value_sum, value_min, value_max, values_rejected, flag)
SELECT
    @time(n @div 400 * 2592000 @div ${slices}), 600, 'user' || (n % 400 @div 4),
    CASE n % 4 WHEN 0 THEN 'logon' WHEN 1 THEN 'search' WHEN 2 THEN 'purchase' ELSE 'logout' END, 'c0ffee:0:1', 1 + n % 5,
    CASE n % 4 WHEN 2 THEN 1 + n % 5 ELSE 0 END, CASE n % 4 WHEN 2 THEN n % 500 END, CASE n % 4 WHEN 2 THEN 1 END,
    CASE n % 4 WHEN 2 THEN 90 END, 0, ''
FROM @numbers(${actions}) ORDER BY n;

INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid, stream)
SELECT @time(n * 2592), '~drop-' || n, 'c0ffee:0:1', 3, 'bufferFull', 'shop', 'production', 'web-1', 4712, CASE n % 2 WHEN 0 THEN 'events' ELSE 'actions' END
FROM @numbers(1000) ORDER BY n;

INSERT INTO complete_up_to (stream, redis_id, up_to)
SELECT CASE n WHEN 0 THEN 'events' ELSE 'actions' END, 'c0ffee', @time(2591990) FROM @numbers(2) ORDER BY n;
