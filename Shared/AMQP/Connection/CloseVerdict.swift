/// Tells which messages a broker's `channel.close` was about, so that one bad message does not hold up its neighbours.
enum CloseVerdict {
    /// The outcome of a message that waited when the broker closed the channel.
    ///
    /// The broker does not say which message it means, but names exchange, topic or user in its text. A message that waited
    /// alone is meant in any case. Of all others nobody knows.
    static func outcome(
        exchange: String, routingKey: String, wasAlone: Bool, code: UInt16, text: String
    ) -> PublishOutcome {
        let isRefusal = [403, 404, 406, 311, 501, 502].contains(code)
        guard isRefusal else { return .unknown }
        let namesExchange = text.contains("exchange '\(exchange)'")
        let namesTopic = !text.contains("topic '") || text.contains("topic '\(routingKey)'")
        if wasAlone || ((code == 404 || code == 403) && namesExchange && namesTopic) {
            return .returned(code: code, text: text)
        }
        return .unknown
    }
}
