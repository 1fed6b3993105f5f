import Postgres

/// What leaves: the outbox and its sequences, the relay's cursor, what is stuck, and the functions that keep the outbox's
/// partitions.
enum OutboxTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 1, name: "messaging outbox", sql: Self.tables),
        Migration(module: "messaging", number: 2, name: "messaging outbox partitions", sql: Self.partitions),
        Migration(module: "messaging", number: 3, name: "messaging outbox rebase", sql: Self.rebase),
    ]

    // No UNIQUE (message_id): a unique index of a partitioned table must hold the partition key. Nothing depends on it:
    // the identifiers are UUIDv7 with 74 random bits, made once per row in the service and never derived from anything.
    private static let tables = """
        CREATE TABLE event_sequence (
          stream  text   NOT NULL,
          subject text   NOT NULL,
          last    bigint NOT NULL CHECK (last >= 1),
          PRIMARY KEY (stream, subject)
        ) WITH (fillfactor = 50);
        CREATE TABLE outbox (
          xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
          id          bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
          message_id  uuid        NOT NULL,
          exchange    text        NOT NULL,
          routing_key text        NOT NULL,
          mandatory   boolean     NOT NULL,
          type        text        NOT NULL,
          subject     text        NOT NULL,
          sequence    bigint,
          source      text        NOT NULL,
          time        text        NOT NULL,
          seconds     bigint      NOT NULL,
          correlation text,
          causation   uuid,
          trace       text,
          body        bytea       NOT NULL CHECK (octet_length(body) <= 262144),
          created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (xid, id)
        ) PARTITION BY RANGE (xid);
        CREATE INDEX outbox_id ON outbox (id);
        CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;
        COMMENT ON TABLE outbox IS 'Insert-only: what was published and is to be published, in order.';
        COMMENT ON TABLE outbox_default IS 'Empty unless partitions were not made in time; an alarm is raised then.';
        CREATE TABLE outbox_cursor (
          relay      text        PRIMARY KEY,
          epoch      bigint      NOT NULL,
          lo         pg_snapshot NOT NULL,
          hi         pg_snapshot NOT NULL,
          last_id    bigint      NOT NULL,
          cluster    bigint      NOT NULL,
          updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
        ) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
        COMMENT ON TABLE outbox_cursor IS
          'Published: what lo sees, and of what hi sees besides the rows up to last_id.';
        COMMENT ON COLUMN outbox_cursor.cluster IS
          'The server (its system identifier) whose transaction numbers these are: in another one they mean nothing.';
        INSERT INTO outbox_cursor (relay, epoch, lo, hi, last_id, cluster)
          SELECT 'main', 0, '1:1:', '1:1:', 0, system_identifier FROM pg_control_system();
        CREATE TABLE outbox_stuck (
          id          bigint      PRIMARY KEY,
          lane        text        NOT NULL,
          reason      text        NOT NULL,
          attempts    integer     NOT NULL,
          stuck_since timestamptz NOT NULL,
          next_try_at timestamptz NOT NULL
        );
        CREATE INDEX outbox_stuck_lane ON outbox_stuck (lane, id);
        CREATE TABLE outbox_retention (
          is_only boolean  PRIMARY KEY DEFAULT TRUE CHECK (is_only),
          keep    interval NOT NULL CHECK (keep >= interval '7 days')
        );
        INSERT INTO outbox_retention (keep) VALUES (interval '35 days');
        GRANT SELECT, INSERT ON outbox TO {runtime};
        GRANT SELECT ON outbox_default, outbox_retention TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON event_sequence TO {runtime};
        GRANT SELECT ON outbox_cursor TO {runtime};
        GRANT UPDATE (epoch, lo, hi, last_id, updated_at) ON outbox_cursor TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_stuck TO {runtime};
        """

    // Both run with the rights of the owner and take no argument, so that the service's role can make them do nothing but
    // what they find right. `search_path` is fixed, the temporary schema last: a function with another's
    // rights must not find somebody's own tables.
    private static let partitions = """
        CREATE FUNCTION outbox_make_partitions() RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
        DECLARE
          step  constant bigint := 4194304;
          here  bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint / step;
          late  bigint := (SELECT max(xid)::text::bigint / step FROM outbox_default);
          made  integer := 0;
          part  text;
        BEGIN
          -- The present range and the two after it. A range of which rows lie in the default partition stays there.
          FOR range IN greatest(here, late + 1) .. here + 2 LOOP
            part := 'outbox_' || range;
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            EXECUTE format('CREATE TABLE %I (LIKE outbox INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', part);
            -- Attached and not created in place: that would lock out all writers of the outbox.
            EXECUTE format('ALTER TABLE outbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                           part, range * step, (range + 1) * step);
            made := made + 1;
          END LOOP;
          RETURN made;
        END $$;

        CREATE FUNCTION outbox_drop_partitions() RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '200ms' AS $$
        DECLARE
          step    constant bigint := 4194304;
          -- Everything below is published, ...
          relayed xid8 := (SELECT min(pg_snapshot_xmin(lo)::text::bigint)::text::xid8 FROM outbox_cursor);
          -- ... has arrived everywhere (nothing is known to have arrived while nobody has been asked) ...
          arrived xid8 := (SELECT min(reconciled_xid::text::bigint)::text::xid8 FROM reconciliation);
          -- ... and was written long ago.
          kept    timestamptz := now() - (SELECT keep FROM outbox_retention);
          upper   xid8;
          young   boolean;
          part    record;
          dropped integer := 0;
        BEGIN
          FOR part IN
            SELECT c.relname, substr(c.relname, 8)::bigint AS range
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]+$' ORDER BY 2
          LOOP
            upper := ((part.range + 1) * step)::text::xid8;
            EXIT WHEN arrived IS NULL OR upper > arrived OR upper > relayed;
            -- Nothing goes while a consumer is known to lack something, or while rows are still to be sent again.
            EXIT WHEN EXISTS (SELECT FROM reconciliation WHERE drift > 0);
            EXIT WHEN EXISTS (SELECT FROM outbox_resend r WHERE r.xid < upper);
            EXIT WHEN EXISTS (SELECT FROM outbox_stuck s JOIN outbox o ON o.id = s.id WHERE o.xid < upper);
            -- By its last row, which an index finds: a whole partition cannot be read in the time that there is. Others
            -- may be younger by as long as a transaction lasts.
            EXECUTE format('SELECT created_at > $1 FROM %I ORDER BY id DESC LIMIT 1', part.relname)
              INTO young USING kept - interval '1 hour';
            EXIT WHEN young;
            EXECUTE format('DROP TABLE %I', part.relname);
            dropped := dropped + 1;
          END LOOP;
          RETURN dropped;
        END $$;

        REVOKE ALL ON FUNCTION outbox_make_partitions(), outbox_drop_partitions() FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION outbox_make_partitions(), outbox_drop_partitions() TO {runtime};
        SELECT outbox_make_partitions();
        """

    // For the owner alone, after a restore. The snapshot is taken before this transaction has a number, so that all rows lie
    // behind it; what was published before is published again, under the old ids.
    private static let rebase = """
        CREATE FUNCTION outbox_rebase() RETURNS bigint
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        DECLARE
          before pg_snapshot := pg_current_snapshot();
          moved  bigint;
        BEGIN
          IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
            RAISE EXCEPTION 'outbox_rebase() must come first in its transaction';
          END IF;
          PERFORM outbox_make_partitions();
          UPDATE outbox SET xid = pg_current_xact_id();
          GET DIAGNOSTICS moved = ROW_COUNT;
          UPDATE outbox_cursor
             SET epoch = epoch + 1, lo = before, hi = before, last_id = 0, updated_at = clock_timestamp(),
                 cluster = (SELECT system_identifier FROM pg_control_system());
          DELETE FROM outbox_resend;
          DELETE FROM reconciliation;
          RETURN moved;
        END $$;
        COMMENT ON FUNCTION outbox_rebase() IS
          'After a restore into another server or to an earlier moment: everything kept is published again.';
        REVOKE ALL ON FUNCTION outbox_rebase() FROM PUBLIC;
        """
}
