internal import Contracts

extension LayakRequestContext {
    /// The body as JSON, for a route whose body is `.json`.
    ///
    /// - Throws: a `Problem` that names the path of the value at fault and the remedy; never the value.
    public func json<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try ContractJSON.decode(type, from: self.body)
    }
}
