import Foundation

extension AMQPConfiguration {
    /// Why a URL cannot be used. Never contains the URL, which may hold a password.
    public struct InvalidURL: Error, Hashable, CustomStringConvertible {
        /// What is wrong and how to write it.
        public let description: String
    }

    /// Reads `amqp://user:password@host:port/vhost`, or `amqps://…?cafile=…&certfile=…&keyfile=…`.
    ///
    /// Further nodes follow the first after commas, `host:port,host2:port2`. The virtual host is percent-encoded; without
    /// one it is `/`. Ports default to 5672 and 5671. `heartbeat=<seconds>` and `name=<connection name>` may follow the
    /// question mark, and beside a client's certificate `auth=external`, which other clients need and which goes without
    /// saying here when there is no password.
    ///
    /// - Throws: ``InvalidURL``, naming the part that is wrong.
    public static func parse(url: String) throws -> AMQPConfiguration {
        let usesTLS: Bool
        var rest: Substring
        if url.hasPrefix("amqp://") {
            (usesTLS, rest) = (false, url.dropFirst(7))
        } else if url.hasPrefix("amqps://") {
            (usesTLS, rest) = (true, url.dropFirst(8))
        } else {
            throw InvalidURL(description: "the broker's URL must begin with amqp:// or amqps://")
        }
        let options = try Self.options(&rest)
        guard let at = rest.lastIndex(of: "@") else {
            throw InvalidURL(description: "the broker's URL names no user: amqp://user:password@host:port/vhost")
        }
        let credentials = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let place = rest[rest.index(after: at)...].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let user = try Self.decoded(credentials[0], part: "user")
        guard !user.isEmpty else { throw InvalidURL(description: "the broker's URL names no user") }
        let password = try credentials.count > 1 ? Self.decoded(credentials[1], part: "password") : ""
        let virtualHost = try place.count > 1 && !place[1].isEmpty ? Self.decoded(place[1], part: "virtual host") : "/"
        let tls = try usesTLS ? Self.tls(options) : nil
        if password.isEmpty && tls?.certFile == nil {
            throw InvalidURL(description: "the broker's URL has neither a password nor a client certificate")
        }
        var configuration = AMQPConfiguration(
            endpoints: try place[0].split(separator: ",", omittingEmptySubsequences: false).map {
                try Self.endpoint($0, tls: tls)
            },
            virtualHost: virtualHost, user: user, password: password)
        if let mechanism = options["auth"] {
            guard mechanism.lowercased() == "external", tls?.certFile != nil, password.isEmpty else {
                throw InvalidURL(
                    description: "auth in the broker's URL is external only, with a client certificate and no password")
            }
        }
        if let text = options["heartbeat"] {
            guard let seconds = Int(text), (1...3600).contains(seconds) else {
                throw InvalidURL(description: "heartbeat in the broker's URL must be 1 to 3600 seconds")
            }
            configuration.heartbeat = .seconds(seconds)
        }
        if let name = options["name"] { configuration.connectionName = name }
        return configuration
    }

    private static func options(_ rest: inout Substring) throws -> [String: String] {
        guard let mark = rest.lastIndex(of: "?") else { return [:] }
        var options: [String: String] = [:]
        for pair in rest[rest.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, ["cafile", "certfile", "keyfile", "auth", "heartbeat", "name"].contains(parts[0])
            else {
                throw InvalidURL(
                    description:
                        "the broker's URL knows the options cafile, certfile, keyfile, auth, heartbeat and name only")
            }
            options[String(parts[0])] = try Self.decoded(parts[1], part: String(parts[0]))
        }
        rest = rest[..<mark]
        return options
    }

    private static func tls(_ options: [String: String]) throws -> AMQPEndpoint.TLS {
        guard let caFile = options["cafile"] else {
            throw InvalidURL(description: "amqps:// needs ?cafile=<PEM file of the authorities>")
        }
        guard (options["certfile"] == nil) == (options["keyfile"] == nil) else {
            throw InvalidURL(description: "certfile and keyfile in the broker's URL go together")
        }
        return AMQPEndpoint.TLS(caFile: caFile, certFile: options["certfile"], keyFile: options["keyfile"])
    }

    private static func endpoint(_ text: Substring, tls: AMQPEndpoint.TLS?) throws -> AMQPEndpoint {
        var host = text
        var port = tls == nil ? 5672 : 5671
        // An IPv6 address stands in brackets.
        let afterAddress = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[afterAddress...].lastIndex(of: ":") {
            guard let number = Int(text[text.index(after: colon)...]), (1...65535).contains(number) else {
                throw InvalidURL(description: "a port in the broker's URL is not a number from 1 to 65535")
            }
            (host, port) = (text[..<colon], number)
        }
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard !name.isEmpty else { throw InvalidURL(description: "the broker's URL has a node without a host") }
        return AMQPEndpoint(host: name, port: port, tls: tls)
    }

    private static func decoded(_ text: Substring, part: String) throws -> String {
        guard let decoded = text.removingPercentEncoding, !decoded.utf8.contains(0) else {
            throw InvalidURL(description: "the \(part) in the broker's URL is not percent-encoded UTF-8")
        }
        return decoded
    }
}
