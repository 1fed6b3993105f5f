/// Something that runs beside requests and handlers as long as the service does.
public struct BackgroundWork: Sendable {
    /// For logs.
    public let name: String
    let body: @Sendable () async throws -> Void

    /// Work that goes on until its task is cancelled. When it throws, it is logged and begun again after a while; when it
    /// returns, it is over.
    public init(_ name: String, run body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.body = body
    }
}
