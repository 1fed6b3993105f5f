import AMQP

/// The broker that `LAYAK_AMQP` names.
enum BrokerAddress {
    /// - Throws: ``MissingSetting`` that names the variable when it is missing, or `AMQPConfiguration.InvalidURL`.
    static func configuration(in environment: [String: String]) throws -> AMQPConfiguration {
        guard let url = environment["LAYAK_AMQP"], !url.isEmpty else {
            throw MissingSetting(
                description: "no broker: set LAYAK_AMQP to amqp://deploy:<password>@<host>:<port>/layak")
        }
        return try AMQPConfiguration.parse(url: url).named("layak broker")
    }
}
