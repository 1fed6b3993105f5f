import Testing

@testable import layak

@Suite("Passwords of the broker's users")
struct BrokerPasswordsTests {
    @Test("Every missing one is named, an empty one is missing too")
    func missing() {
        #expect(
            throws: MissingSetting(
                description: "no password for the broker: set LAYAK_BROKER_PASSWORD_OFFICE_6104, "
                    + "LAYAK_BROKER_PASSWORD_DEPLOY")
        ) {
            _ = try BrokerPasswords(
                ["intake", "office-6104", "deploy"],
                in: ["LAYAK_BROKER_PASSWORD_INTAKE": "x", "LAYAK_BROKER_PASSWORD_DEPLOY": ""])
        }
    }

    @Test("The hash is RabbitMQ's: the example of its documentation")
    func hash() {
        #expect(
            BrokerPasswords.hash("test12", salt: [0x90, 0x8D, 0xC6, 0x0A])
                == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR")
    }

    @Test("A missing broker is named")
    func address() {
        #expect(throws: MissingSetting.self) { try BrokerAddress.configuration(in: [:]) }
        #expect(throws: MissingSetting.self) { try BrokerAddress.configuration(in: ["LAYAK_AMQP": ""]) }
    }
}
