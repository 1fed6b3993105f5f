internal import CRabbitMQ
import Glibc
import Threading

/// One librabbitmq connection with its only channel, number 1. Everything is synchronous and must happen on one thread;
/// not `Sendable`, so that it cannot leave its actor. Each call is under a deadline that the watchdog enforces.
final class Link {
    /// The socket, to be polled.
    private(set) var descriptor: CInt = -1
    let deadlines: Deadlines
    private var assembly = MessageAssembly()
    /// Whether a call is under a deadline already.
    private var isGuarded = false
    private let state: amqp_connection_state_t

    init(deadlines: Deadlines) throws {
        guard let state = amqp_new_connection() else {
            throw AMQPError(code: .unreachable, message: "no memory for a connection")
        }
        self.state = state
        self.deadlines = deadlines
    }

    deinit { amqp_destroy_connection(self.state) }

    // MARK: - Opening

    /// Connects, logs in and opens the channel.
    func open(_ endpoint: AMQPEndpoint, _ configuration: AMQPConfiguration) throws {
        try self.connect(endpoint)
        try self.logIn(endpoint, configuration)
        try self.openChannel()
    }

    private func connect(_ endpoint: AMQPEndpoint) throws {
        guard let socket = try endpoint.tls.map({ try self.encrypted(endpoint, $0) }) ?? amqp_tcp_socket_new(self.state)
        else { throw AMQPError(code: .unreachable, message: "no memory for a socket") }
        var limit = timeval(self.deadlines.connect)
        let status = amqp_socket_open_noblock(socket, endpoint.host, CInt(endpoint.port), &limit)
        guard status == 0 else {
            throw AMQPError(
                code: .unreachable,
                message: "no connection to \(endpoint.host):\(endpoint.port): \(Self.words(status))")
        }
        self.descriptor = amqp_get_sockfd(self.state)
        // Room for bursts, so that publishing rarely waits (the kernel may grant less).
        var size: CInt = 1 << 20
        setsockopt(self.descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    }

    private func encrypted(_ endpoint: AMQPEndpoint, _ tls: AMQPEndpoint.TLS) throws -> OpaquePointer? {
        guard tls.serverName == nil || tls.serverName == endpoint.host else {
            throw AMQPError(
                code: .configuration,
                message: "the broker's certificate can only be verified for the host connected to, \(endpoint.host)")
        }
        guard let socket = amqp_ssl_socket_new(self.state) else { return nil }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0,
            amqp_ssl_socket_set_cacert(socket, tls.caFile) == 0
        else { throw AMQPError(code: .configuration, message: "unusable file of authorities: \(tls.caFile)") }
        if let certFile = tls.certFile, let keyFile = tls.keyFile {
            guard amqp_ssl_socket_set_key(socket, certFile, keyFile) == 0 else {
                throw AMQPError(code: .configuration, message: "unusable certificate or key: \(certFile), \(keyFile)")
            }
        }
        return socket
    }

    private func logIn(_ endpoint: AMQPEndpoint, _ configuration: AMQPConfiguration) throws {
        var handshake = timeval(self.deadlines.login)
        amqp_set_handshake_timeout(self.state, &handshake)
        var rpc = timeval(self.deadlines.rpc)
        amqp_set_rpc_timeout(self.state, &rpc)
        var arena = WireArena()
        // Without these the broker tells neither of blocking nor of a cancelled subscription.
        let capabilities = arena.table([
            "publisher_confirms": true, "basic.nack": true, "consumer_cancel_notify": true,
            "connection.blocked": true, "per_consumer_qos": true,
        ])
        var properties = arena.table([
            ("product", arena.field("layak")), ("connection_name", arena.field(.string(configuration.connectionName))),
            ("capabilities", arena.nested(capabilities)),
        ])
        let heartbeat = CInt(max(1, configuration.heartbeat.components.seconds))
        let usesCertificate = configuration.password.isEmpty && endpoint.tls?.certFile != nil
        let reply = try self.guarded(self.deadlines.login + .seconds(1)) {
            usesCertificate
                ? crabbitmq_login_external(
                    self.state, configuration.virtualHost, 1, 131_072, heartbeat, &properties, configuration.user)
                : crabbitmq_login_plain(
                    self.state, configuration.virtualHost, 1, 131_072, heartbeat, &properties, configuration.user,
                    configuration.password)
        }
        try self.check(reply, doing: "logging in at \(endpoint.host):\(endpoint.port)")
    }

    /// Opens channel 1; again after the broker has closed it.
    func openChannel() throws {
        try self.rpc("opening a channel") { state, _ in _ = amqp_channel_open(state, 1) }
    }

    // MARK: - Reading

    /// The next event among the frames that have arrived, or `nil`. Also serves heartbeats.
    ///
    /// To be called until `nil` before every wait and every burst of publishing: the library keeps frames that the kernel no
    /// longer has, and publishing on a connection that was not read may hang.
    func nextEvent() throws -> InboundEvent? {
        while true {
            var frame = amqp_frame_t()
            var now = timeval()
            let status = try self.guarded(self.deadlines.io) {
                amqp_simple_wait_frame_noblock(self.state, &frame, &now)
            }
            if status == AMQP_STATUS_TIMEOUT.rawValue {
                amqp_maybe_release_buffers(self.state)
                return nil
            }
            try self.check(status, doing: "reading")
            guard let copied = InboundFrame(wire: frame) else { continue }
            if let event = try self.assembly.take(copied) {
                amqp_maybe_release_buffers(self.state)
                self.answer(event)
                return event
            }
        }
    }

    /// The library answers neither of the closes by itself.
    private func answer(_ event: InboundEvent) {
        switch event {
        case .channelClosed: self.send(amqpChannelCloseOK, channel: 1)
        case .connectionClosed: self.send(amqpConnectionCloseOK, channel: 0)
        default: break
        }
    }

    private func send(_ method: UInt32, channel: UInt16) {
        var nothing = amqp_channel_close_ok_t()
        // The peer has already given up; whether the goodbye arrives changes nothing.
        _ = try? self.guarded(self.deadlines.close) { amqp_send_method(self.state, channel, method, &nothing) }
    }

    // MARK: - Publishing

    /// How much surely fits into the socket's buffer, so that publishing it does not block.
    struct Room {
        /// Bytes that are left.
        var bytes: Int
        /// A message larger than the whole buffer fits when the buffer is empty; the watchdog guards it.
        var isEmpty: Bool

        /// Takes room for a message; `false` when it may not fit.
        mutating func take(_ size: Int) -> Bool {
            guard size <= self.bytes || self.isEmpty else { return false }
            self.bytes -= size
            self.isEmpty = false
            return true
        }
    }

    /// The room in the socket's buffer now.
    func room() -> Room {
        var queued: CInt = 0
        var buffer: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        guard ioctl(self.descriptor, UInt(TIOCOUTQ), &queued) == 0,
            getsockopt(self.descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, &length) == 0
        else { return Room(bytes: 0, isEmpty: true) }
        // Half of it is the kernel's own bookkeeping (socket(7)).
        return Room(bytes: Int(buffer) / 2 - Int(queued) - 65_536, isEmpty: queued <= 0)
    }

    /// Makes several calls under one deadline. What they send leaves in packets as large as they can be, and all of it when
    /// `body` is over: a packet for each message costs both sides more than the message.
    func burst(_ body: () throws -> Void) throws {
        self.cork(true)
        try self.guarded(self.deadlines.io, body)
        // After an error nobody uses the connection any more.
        self.cork(false)
    }

    private func cork(_ isCorked: Bool) {
        var on: CInt = isCorked ? 1 : 0
        setsockopt(self.descriptor, CInt(IPPROTO_TCP), TCP_CORK, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Hands one message over. It must have no ``AMQPMessage/flaw``.
    func publish(_ message: AMQPMessage) throws {
        var arena = WireArena()
        var properties = message.properties.wire(in: &arena)
        let exchange = arena.bytes(message.exchange)
        let routingKey = arena.bytes(message.routingKey)
        let status = try message.body.withUnsafeBytes { body in
            try self.guarded(self.deadlines.io) {
                amqp_basic_publish(
                    self.state, 1, exchange, routingKey, message.mandatory ? 1 : 0, 0, &properties,
                    amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
            }
        }
        try self.check(status, doing: "publishing")
        // The library marks every frame that is full as not the last (MSG_MORE); a kernel may then wait up to 200 ms for
        // more.
        if message.body.count.isMultiple(of: Int(amqp_get_frame_max(self.state)) - 8) { self.flush() }
    }

    /// Setting TCP_NODELAY, even again, sends what is held back.
    private func flush() {
        var on: CInt = 1
        setsockopt(self.descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    }

    // MARK: - Settling

    func acknowledge(_ number: UInt64, multiple: Bool) throws {
        let status = try self.guarded(self.deadlines.io) {
            amqp_basic_ack(self.state, 1, number, multiple ? 1 : 0)
        }
        try self.check(status, doing: "acknowledging")
    }

    func reject(_ number: UInt64, requeue: Bool) throws {
        let status = try self.guarded(self.deadlines.io) {
            amqp_basic_nack(self.state, 1, number, 0, requeue ? 1 : 0)
        }
        try self.check(status, doing: "giving back")
    }

    // MARK: - Questions with an answer

    /// Calls a function of the library that waits for a reply, and turns a refusal into an error.
    func rpc(_ doing: String, _ body: (amqp_connection_state_t, inout WireArena) -> Void) throws {
        var arena = WireArena()
        let reply = try self.guarded(self.deadlines.rpc + .milliseconds(500)) {
            body(self.state, &arena)
            return amqp_get_rpc_reply(self.state)
        }
        try self.check(reply, doing: doing)
    }

    /// Says goodbye, at most for `deadlines.close`.
    func close() {
        var limit = timeval(self.deadlines.close)
        amqp_set_rpc_timeout(self.state, &limit)
        // Whether the peer hears it changes nothing: the socket is closed next.
        _ = try? self.guarded(self.deadlines.close + .milliseconds(500)) {
            amqp_connection_close(self.state, AMQP_REPLY_SUCCESS)
        }
    }

    // MARK: - Deadlines and errors

    private func guarded<T>(_ limit: Duration, _ body: () throws -> T) throws -> T {
        guard self.descriptor >= 0, !self.isGuarded else { return try body() }
        self.isGuarded = true
        defer { self.isGuarded = false }
        let descriptor = self.descriptor
        let ticket = Watchdog.shared.arm(within: limit) { shutdown(descriptor, CInt(SHUT_RDWR)) }
        let result: T
        do {
            result = try body()
        } catch {
            Watchdog.shared.disarm(ticket)
            throw error
        }
        if Watchdog.shared.disarm(ticket) {
            throw AMQPError(code: .deadline, message: "the broker did not answer in time; the connection was cut")
        }
        return result
    }

    private func check(_ status: CInt, doing: String) throws {
        guard status < 0 else { return }
        let code: AMQPError.Code =
            switch status {
            case AMQP_STATUS_TIMEOUT.rawValue, AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue: .deadline
            case AMQP_STATUS_BAD_AMQP_DATA.rawValue, AMQP_STATUS_UNKNOWN_METHOD.rawValue,
                AMQP_STATUS_UNKNOWN_CLASS.rawValue, AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION.rawValue:
                .protocolViolation
            default: .connectionLost
            }
        throw AMQPError(code: code, message: "\(doing): \(Self.words(status))")
    }

    private func check(_ reply: amqp_rpc_reply_t, doing: String) throws {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: try self.check(reply.library_error, doing: doing)
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            switch InboundFrame(refusal: reply.reply) {
            case .channelClosed(let code, let text):
                self.send(amqpChannelCloseOK, channel: 1)
                throw AMQPError(code: .server(code), message: "\(doing): \(text)")
            case .connectionClosed(let code, let text):
                self.send(amqpConnectionCloseOK, channel: 0)
                throw AMQPError(code: .server(code), message: "\(doing): \(text)")
            default: break
            }
        default: break
        }
        throw AMQPError(code: .connectionLost, message: "\(doing): no answer")
    }

    private static func words(_ status: CInt) -> String { String(cString: amqp_error_string2(status)) }
}

extension InboundFrame {
    /// The method with which the broker answered instead of the expected one.
    init?(refusal method: amqp_method_t) {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_METHOD)
        frame.payload.method = method
        self.init(wire: frame)
    }
}

extension timeval {
    /// Rounded down to microseconds.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
