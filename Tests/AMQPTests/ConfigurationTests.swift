import Testing

@testable import AMQP

@Suite("The broker's URL")
struct ConfigurationTests {
    @Test("Everything that it can say")
    func whole() throws {
        let parsed = try AMQPConfiguration.parse(
            url: "amqp://off%2Fice:p%40s%3As@a.example:5673,[::1]:5674,b.example/lay%2Fak?heartbeat=5&name=test")
        #expect(
            parsed.endpoints == [
                .init(host: "a.example", port: 5673), .init(host: "::1", port: 5674),
                .init(host: "b.example", port: 5672),
            ])
        #expect(parsed.user == "off/ice")
        #expect(parsed.password == "p@s:s")
        #expect(parsed.virtualHost == "lay/ak")
        #expect(parsed.heartbeat == .seconds(5))
        #expect(parsed.connectionName == "test")
    }

    @Test("Defaults of what it leaves out")
    func defaults() throws {
        let parsed = try AMQPConfiguration.parse(url: "amqp://u:p@h")
        #expect(parsed.endpoints == [.init(host: "h", port: 5672)])
        #expect(parsed.virtualHost == "/")
        #expect(parsed.heartbeat == .seconds(20))
        #expect(try AMQPConfiguration.parse(url: "amqp://u:p@h/%2F").virtualHost == "/")
    }

    @Test("With TLS, and with a certificate instead of a password")
    func tls() throws {
        let parsed = try AMQPConfiguration.parse(url: "amqps://u@h/v?cafile=/ca.pem&certfile=/c.pem&keyfile=/k.pem")
        #expect(
            parsed.endpoints == [
                .init(host: "h", port: 5671, tls: .init(caFile: "/ca.pem", certFile: "/c.pem", keyFile: "/k.pem"))
            ])
        #expect(parsed.password.isEmpty)
        let said = try AMQPConfiguration.parse(
            url: "amqps://u@h/v?cafile=/ca.pem&certfile=/c.pem&keyfile=/k.pem&auth=external")
        #expect(said == parsed)
    }

    @Test(
        "What is wrong is named, and never quoted",
        arguments: [
            "", "http://u:secret@h", "amqp://h", "amqp://:secret@h", "amqp://u:secret@", "amqp://u:secret@h:0",
            "amqp://u:secret@h:x", "amqp://u:secret@h:70000", "amqp://u:secret%@h", "amqp://u:secret@h,/v",
            "amqp://u@h",
            "amqps://u:secret@h", "amqps://u:secret@h?cafile=a&certfile=b", "amqp://u:secret@h?heartbeat=0",
            "amqp://u:secret@h?colour=red", "amqps://u:secret@h?cafile=a&auth=external", "amqp://u:secret@h?auth=plain",
            "amqp://u:secret%00@h",
        ])
    func wrong(url: String) {
        #expect {
            try AMQPConfiguration.parse(url: url)
        } throws: { error in
            error is AMQPConfiguration.InvalidURL && !String(describing: error).contains("secret")
        }
    }

    @Test("A configuration that is printed does not show the password")
    func printed() throws {
        let parsed = try AMQPConfiguration.parse(url: "amqp://u:secret@h/v")
        #expect("\(parsed)" == "amqp://u@h:5672/v")
    }
}
