import Postgres

/// What arrives: inbox, positions, attempts, early events, stored replies, retries.
enum InboxTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 10, name: "messaging inbox", sql: Self.memory + Self.waiting),
        Migration(module: "messaging", number: 11, name: "messaging inbox partitions", sql: Self.keeping),
        Migration(module: "messaging", number: 12, name: "messaging reply partitions", sql: Self.keepingReplies),
        Migration(module: "messaging", number: 31, name: "messaging inbox retention", sql: Self.retention),
    ]

    private static let memory = """
        CREATE TABLE inbox (
          message_id   uuid        NOT NULL,
          consumer     text        NOT NULL,
          processed_at timestamptz NOT NULL,
          PRIMARY KEY (message_id, consumer)
        ) PARTITION BY RANGE (message_id);
        COMMENT ON TABLE inbox IS
          'Insert-only: which consumer has handled which message. A message id begins with its time; a partition is a month.';
        CREATE TABLE inbox_rest PARTITION OF inbox DEFAULT;
        CREATE TABLE inbox_memory (
          only_row boolean PRIMARY KEY DEFAULT TRUE CHECK (only_row),
          since    uuid    NOT NULL
        );
        COMMENT ON TABLE inbox_memory IS 'The smallest message id that the inbox remembers; older ones it has forgotten.';
        INSERT INTO inbox_memory (since) VALUES ('00000000-0000-0000-0000-000000000000');
        CREATE TABLE inbox_applied (
          queue      text   NOT NULL,
          stream     text   NOT NULL,
          subject    text   NOT NULL,
          sequence   bigint NOT NULL CHECK (sequence >= 1),
          message_id uuid   NOT NULL,
          PRIMARY KEY (queue, stream, subject, sequence)
        );
        COMMENT ON TABLE inbox_applied IS
          'Insert-only: what has left the lane of its subject, and which message it was. Never forgotten.';
        CREATE VIEW inbox_position AS
          SELECT queue, stream, subject, max(sequence) AS applied FROM inbox_applied GROUP BY queue, stream, subject;
        COMMENT ON VIEW inbox_position IS
          'For people: it reads every place that there has ever been. Programs ask the index of inbox_applied for one.';
        CREATE TABLE inbox_attempt (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
          begun      integer     NOT NULL,
          first_at   timestamptz NOT NULL,
          last_at    timestamptz NOT NULL,
          PRIMARY KEY (queue, sender, message_id)
        );
        GRANT SELECT, INSERT ON inbox, inbox_applied TO {runtime};
        GRANT SELECT ON inbox_memory, inbox_position TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON inbox_attempt TO {runtime};

        """

    private static let waiting = """
        CREATE TABLE inbox_early (
          queue       text        NOT NULL,
          stream      text        NOT NULL,
          subject     text        NOT NULL,
          sequence    bigint      NOT NULL,
          message_id  uuid        NOT NULL,
          message     bytea       NOT NULL,
          body        bytea       NOT NULL,
          is_parked   boolean     NOT NULL,
          received_at timestamptz NOT NULL,
          PRIMARY KEY (queue, stream, subject, sequence)
        );
        CREATE TABLE command_reply (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
          reply      bytea       NOT NULL,
          replied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (queue, sender, message_id, replied_at)
        ) PARTITION BY RANGE (replied_at);
        CREATE TABLE command_reply_rest PARTITION OF command_reply DEFAULT;
        COMMENT ON TABLE command_reply IS
          'Insert-only: what each command was answered, so that it is answered the same again. A partition is a quarter.';
        CREATE TABLE retry (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
          stream     text,
          subject    text,
          sequence   bigint,
          attempt    integer     NOT NULL,
          due_at     timestamptz NOT NULL,
          reason     text        NOT NULL,
          is_replay  boolean     NOT NULL,
          history    jsonb       NOT NULL,
          actor      bytea,
          message    bytea       NOT NULL,
          body       bytea       NOT NULL,
          PRIMARY KEY (queue, sender, message_id)
        );
        CREATE INDEX retry_due ON retry (due_at);
        GRANT SELECT, INSERT ON command_reply TO {runtime};
        GRANT SELECT, INSERT, DELETE ON inbox_early TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON retry TO {runtime};
        """

    /// A partition is dropped only when it is older than asked for and than 35 days, by the database's own clock as well
    /// as by the caller's, when nothing was written to it lately, and when nothing rests that may still run, parked
    /// messages included.
    private static let keeping = """
        CREATE FUNCTION message_id_floor(at timestamp) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
          SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
        $$;
        CREATE FUNCTION inbox_keep(at timestamptz, kept_days integer, OUT made integer, OUT dropped integer)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
        DECLARE
          month timestamp;
          part text;
          lo uuid;
          hi uuid;
          kept interval := make_interval(days => greatest(kept_days, 35));
          edge timestamptz := least(at, clock_timestamp()) - kept;
          is_needed boolean;
        BEGIN
          made := 0;
          dropped := 0;
          PERFORM pg_advisory_xact_lock(hashtextextended('layak inbox_keep', 0));
          FOR ahead IN -1..2 LOOP
            month := date_trunc('month', at AT TIME ZONE 'UTC') + make_interval(months => ahead);
            part := 'inbox_' || to_char(month, 'YYYY_MM');
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            lo := message_id_floor(month);
            hi := message_id_floor(month + interval '1 month');
            CONTINUE WHEN hi <= (SELECT since FROM inbox_memory);
            EXECUTE format('CREATE TABLE %I (LIKE inbox INCLUDING CONSTRAINTS)', part);
            EXECUTE format('WITH moved AS (DELETE FROM inbox_rest WHERE message_id >= $1 AND message_id < $2 RETURNING *)'
              ' INSERT INTO %I (message_id, consumer, processed_at)'
              ' SELECT message_id, consumer, processed_at FROM moved', part) USING lo, hi;
            EXECUTE format('ALTER TABLE inbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, lo, hi);
            made := made + 1;
          END LOOP;
          FOR part IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'inbox'::regclass AND c.relname ~ '^inbox_[0-9]{4}_[0-9]{2}$'
             ORDER BY c.relname
          LOOP
            month := to_date(substr(part, 7), 'YYYY_MM')::timestamp;
            EXIT WHEN (month + interval '1 month') AT TIME ZONE 'UTC' > edge;
            hi := message_id_floor(month + interval '1 month');
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE processed_at > $1)', part) INTO is_needed USING edge;
            -- Parked long ago, a message may still be replayed: then its month must say what it has done before.
            EXIT WHEN is_needed
              OR EXISTS (SELECT 1 FROM parked_message p
                          WHERE p.replayed_at IS NULL AND p.discarded_at IS NULL AND p.message_id < hi
                            AND p.message_id >= (SELECT since FROM inbox_memory)
                            AND substr(p.message_id::text, 15, 1) = '7')
              OR EXISTS (SELECT 1 FROM retry r WHERE r.message_id < hi AND substr(r.message_id::text, 15, 1) = '7')
              OR EXISTS (SELECT 1 FROM inbox_early e WHERE e.message_id < hi AND substr(e.message_id::text, 15, 1) = '7');
            EXECUTE format('DROP TABLE %I', part);
            UPDATE inbox_memory SET since = greatest(since, hi);
            dropped := dropped + 1;
          END LOOP;
        END $$;
        CREATE FUNCTION inbox_unplaced() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$ SELECT count(*) FROM (SELECT 1 FROM inbox_rest LIMIT 1000) AS unplaced $$;
        REVOKE ALL ON FUNCTION inbox_keep(timestamptz, integer), inbox_unplaced() FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION inbox_keep(timestamptz, integer), inbox_unplaced() TO {runtime};
        SELECT inbox_keep(clock_timestamp(), 400);
        """

    /// The stored replies, in quarters by the database's clock: few enough that a question looks into all of them.
    private static let keepingReplies = """
        CREATE FUNCTION command_reply_keep(at timestamptz, kept_days integer, OUT made integer, OUT dropped integer)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
        DECLARE
          quarter timestamp;
          part text;
          lo timestamptz;
          hi timestamptz;
          kept interval := make_interval(days => greatest(kept_days, 35));
          edge timestamptz := least(at, clock_timestamp()) - kept;
        BEGIN
          made := 0;
          dropped := 0;
          PERFORM pg_advisory_xact_lock(hashtextextended('layak command_reply_keep', 0));
          FOR ahead IN 0..1 LOOP
            quarter := date_trunc('quarter', at AT TIME ZONE 'UTC') + make_interval(months => 3 * ahead);
            part := 'command_reply_' || to_char(quarter, 'YYYY_"q"Q');
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            lo := quarter AT TIME ZONE 'UTC';
            hi := (quarter + interval '3 months') AT TIME ZONE 'UTC';
            EXECUTE format('CREATE TABLE %I (LIKE command_reply INCLUDING DEFAULTS INCLUDING INDEXES)', part);
            EXECUTE format('WITH moved AS (DELETE FROM command_reply_rest'
              ' WHERE replied_at >= $1 AND replied_at < $2 RETURNING *)'
              ' INSERT INTO %I (queue, sender, message_id, reply, replied_at)'
              ' SELECT queue, sender, message_id, reply, replied_at FROM moved', part) USING lo, hi;
            EXECUTE format('ALTER TABLE command_reply ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, lo, hi);
            made := made + 1;
          END LOOP;
          FOR part IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'command_reply'::regclass AND c.relname ~ '^command_reply_[0-9]{4}_q[1-4]$'
             ORDER BY c.relname
          LOOP
            quarter := make_timestamp(substr(part, 15, 4)::integer, substr(part, 21, 1)::integer * 3 - 2, 1, 0, 0, 0);
            EXIT WHEN (quarter + interval '3 months') AT TIME ZONE 'UTC' > edge;
            EXECUTE format('DROP TABLE %I', part);
            dropped := dropped + 1;
          END LOOP;
        END $$;
        REVOKE ALL ON FUNCTION command_reply_keep(timestamptz, integer) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION command_reply_keep(timestamptz, integer) TO {runtime};
        SELECT command_reply_keep(clock_timestamp(), 400);
        """

    /// How long is the owner's to say, as for the outbox: a role that is only to serve could else drop months of the
    /// memory that its promises rest on. A caller's `at` drops nothing before its time: the database's own clock counts too.
    private static let retention = """
        CREATE TABLE inbox_retention (
          is_only   boolean PRIMARY KEY DEFAULT TRUE CHECK (is_only),
          keep_days integer NOT NULL CHECK (keep_days >= 35)
        );
        COMMENT ON TABLE inbox_retention IS 'How long the inbox remembers, and what commands were answered is kept.';
        INSERT INTO inbox_retention (keep_days) VALUES (400);
        CREATE FUNCTION inbox_keep(at timestamptz, OUT made integer, OUT dropped integer)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT k.made, k.dropped FROM inbox_keep(at, (SELECT keep_days FROM inbox_retention)) AS k
        $$;
        CREATE FUNCTION command_reply_keep(at timestamptz, OUT made integer, OUT dropped integer)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT k.made, k.dropped FROM command_reply_keep(at, (SELECT keep_days FROM inbox_retention)) AS k
        $$;
        REVOKE ALL ON FUNCTION inbox_keep(timestamptz), command_reply_keep(timestamptz) FROM PUBLIC;
        REVOKE ALL ON FUNCTION inbox_keep(timestamptz, integer), command_reply_keep(timestamptz, integer) FROM {runtime};
        -- Where the owner serves as well, it is the same role.
        GRANT EXECUTE ON FUNCTION inbox_keep(timestamptz, integer), command_reply_keep(timestamptz, integer) TO CURRENT_USER;
        GRANT EXECUTE ON FUNCTION inbox_keep(timestamptz), command_reply_keep(timestamptz) TO {runtime};
        GRANT SELECT ON inbox_retention TO {runtime};
        """
}
