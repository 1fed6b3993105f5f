/* The reference of the relay: a bare loop on librabbitmq that publishes messages of the same size and with the same
 * properties into the same exchange, at most WINDOW of them unconfirmed, until each is confirmed. One connection, one
 * channel, no database, nothing kept. Prints one JSON object.
 *
 * usage: confirmed_loop HOST PORT VHOST EXCHANGE ROUTING-KEY COUNT BODY-BYTES WINDOW, user and password in the
 * environment (LOOP_USER, LOOP_PASSWORD). */
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void stop(const char *why) {
    fprintf(stderr, "confirmed_loop: %s\n", why);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void demand(amqp_rpc_reply_t reply, const char *what) {
    if (reply.reply_type != AMQP_RESPONSE_NORMAL) stop(what);
}

/* Waits for one confirm; returns how many messages are settled by it. Tags count from 1; `settled` are behind us. */
static uint64_t confirm(amqp_connection_state_t connection, uint64_t settled, unsigned char *seen, uint64_t window) {
    amqp_frame_t frame;
    if (amqp_simple_wait_frame(connection, &frame) != AMQP_STATUS_OK) stop("the connection is lost");
    if (frame.frame_type != AMQP_FRAME_METHOD) return settled;
    if (frame.payload.method.id == AMQP_BASIC_RETURN_METHOD) stop("a message was returned: no queue takes it");
    if (frame.payload.method.id != AMQP_BASIC_ACK_METHOD) stop("a message was not confirmed");
    amqp_basic_ack_t *ack = frame.payload.method.decoded;
    if (ack->multiple) {
        for (uint64_t tag = settled + 1; tag <= ack->delivery_tag; tag++) seen[tag % (2 * window)] = 1;
    } else {
        seen[ack->delivery_tag % (2 * window)] = 1;
    }
    while (seen[(settled + 1) % (2 * window)]) {
        settled++;
        seen[settled % (2 * window)] = 0;
    }
    amqp_maybe_release_buffers(connection);
    return settled;
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments != 9 || !getenv("LOOP_USER") || !getenv("LOOP_PASSWORD")) stop("see the source for its use");
    uint64_t count = strtoull(arguments[6], NULL, 10);
    size_t size = strtoul(arguments[7], NULL, 10);
    uint64_t window = strtoull(arguments[8], NULL, 10);

    amqp_connection_state_t connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    if (!socket || amqp_socket_open(socket, arguments[1], atoi(arguments[2]))) stop("cannot connect");
    demand(
        amqp_login(
            connection, arguments[3], 1, 131072, 20, AMQP_SASL_METHOD_PLAIN, getenv("LOOP_USER"),
            getenv("LOOP_PASSWORD")),
        "login refused");
    amqp_channel_open(connection, 1);
    demand(amqp_get_rpc_reply(connection), "no channel");
    amqp_confirm_select(connection, 1);
    demand(amqp_get_rpc_reply(connection), "no confirms");

    char *text = malloc(size);
    unsigned char *seen = calloc(2 * window, 1);
    if (!text || !seen) stop("no memory");
    memset(text, 'x', size);
    amqp_bytes_t body = {.len = size, .bytes = text};
    char id[48], subject[24];
    amqp_table_entry_t headers[4];
    memset(headers, 0, sizeof headers);
    headers[0].key = amqp_cstring_bytes("subject");
    headers[0].value.kind = AMQP_FIELD_KIND_UTF8;
    headers[1].key = amqp_cstring_bytes("sequence");
    headers[1].value.kind = AMQP_FIELD_KIND_I64;
    headers[2].key = amqp_cstring_bytes("time");
    headers[2].value.kind = AMQP_FIELD_KIND_UTF8;
    headers[2].value.value.bytes = amqp_cstring_bytes("2026-01-02T03:04:05.678Z");
    headers[3].key = amqp_cstring_bytes("correlationid");
    headers[3].value.kind = AMQP_FIELD_KIND_UTF8;
    amqp_basic_properties_t properties;
    memset(&properties, 0, sizeof properties);
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                        AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG |
                        AMQP_BASIC_CORRELATION_ID_FLAG | AMQP_BASIC_HEADERS_FLAG;
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.delivery_mode = 2;
    properties.type = amqp_cstring_bytes(arguments[5]);
    properties.app_id = amqp_cstring_bytes("bench");
    properties.timestamp = (uint64_t)time(NULL);
    properties.headers.num_entries = 4;
    properties.headers.entries = headers;

    uint64_t published = 0, settled = 0;
    double begin = now();
    while (settled < count) {
        while (published < count && published - settled < window) {
            published++;
            snprintf(id, sizeof id, "00000000-0000-7000-8000-%012llx", (unsigned long long)published);
            snprintf(subject, sizeof subject, "s%llu", (unsigned long long)(published % 5000));
            properties.message_id = amqp_cstring_bytes(id);
            properties.correlation_id = properties.message_id;
            headers[0].value.value.bytes = amqp_cstring_bytes(subject);
            headers[3].value.value.bytes = properties.message_id;
            headers[1].value.value.i64 = (int64_t)(published / 5000 + 1);
            int sent = amqp_basic_publish(
                connection, 1, amqp_cstring_bytes(arguments[4]), amqp_cstring_bytes(arguments[5]), 1, 0, &properties,
                body);
            if (sent != AMQP_STATUS_OK) stop("a publish failed");
        }
        settled = confirm(connection, settled, seen, window);
    }
    printf("{\"rows\": %llu, \"seconds\": %.6f}\n", (unsigned long long)settled, now() - begin);
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(connection);
    free(text);
    free(seen);
    return 0;
}
