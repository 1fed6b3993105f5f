/// How long each kind of call may take before the watchdog cuts the socket.
struct Deadlines: Sendable {
    /// TCP and TLS.
    var connect: Duration = .seconds(3)
    /// From the protocol header to `connection.open-ok`.
    var login: Duration = .seconds(5)
    /// A question with an answer.
    var rpc: Duration = .seconds(5)
    /// Reading what has arrived, or handing over one message.
    var io: Duration = .seconds(2)
    /// The goodbye.
    var close: Duration = .seconds(1)
    /// From publishing to the broker's word.
    var confirm: Duration = .seconds(15)
    /// How long a publishing connection may go on being refused before another is tried.
    var refusals: Duration = .seconds(1)
}
