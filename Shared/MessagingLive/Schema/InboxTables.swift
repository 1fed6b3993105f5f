import Postgres

/// What arrives: inbox, positions, early events, stored replies, retries. Numbers 10 to 19.
enum InboxTables {
    static let migrations: [Migration] = [
        Migration(module: "messaging", number: 10, name: "messaging inbox", sql: Self.inbox)
    ]

    private static let inbox = """
        CREATE TABLE inbox (
          consumer     text        NOT NULL,
          message_id   uuid        NOT NULL,
          processed_at timestamptz NOT NULL,
          PRIMARY KEY (consumer, message_id)
        );
        CREATE TABLE inbox_position (
          queue   text   NOT NULL,
          stream  text   NOT NULL,
          subject text   NOT NULL,
          applied bigint NOT NULL,
          PRIMARY KEY (queue, stream, subject)
        );
        CREATE TABLE inbox_early (
          queue       text        NOT NULL,
          stream      text        NOT NULL,
          subject     text        NOT NULL,
          sequence    bigint      NOT NULL,
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
          replied_at timestamptz NOT NULL,
          PRIMARY KEY (queue, sender, message_id)
        );
        CREATE TABLE retry (
          queue      text        NOT NULL,
          sender     text        NOT NULL,
          message_id uuid        NOT NULL,
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
        GRANT SELECT, INSERT ON inbox, command_reply TO {runtime};
        GRANT SELECT, INSERT, UPDATE ON inbox_position TO {runtime};
        GRANT SELECT, INSERT, DELETE ON inbox_early TO {runtime};
        GRANT SELECT, INSERT, UPDATE, DELETE ON retry TO {runtime};
        """
}
