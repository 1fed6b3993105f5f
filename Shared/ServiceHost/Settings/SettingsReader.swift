public import Configuration
internal import Foundation

/// Reads documented keys from the environment (or, in tests, from memory) and says what is wrong with them.
public struct SettingsReader: Sendable {
    private let config: ConfigReader

    /// Reads from any provider of swift-configuration.
    public init(_ config: ConfigReader) { self.config = config }

    /// Reads the process's environment; the values of secret keys are marked as such for access logs.
    public static func environment(secrets: [SettingKey]) -> SettingsReader {
        let names = Set(secrets.filter(\.isSecret).map(\.name))
        return SettingsReader(
            ConfigReader(provider: EnvironmentVariablesProvider(secretsSpecifier: .specific(names))))
    }

    /// The value, without white space at its ends; `nil` when it is not set or empty.
    public func optional(_ key: SettingKey) -> String? {
        let path = key.name.lowercased().split(separator: "_").joined(separator: ".")
        let value = self.config.string(forKey: ConfigKey(path), isSecret: key.isSecret)?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if let value, !value.isEmpty { return value }
        if case .fallback(let text) = key.need { return text }
        return nil
    }

    /// The value.
    ///
    /// - Throws: ``SettingError`` when it is missing.
    public func text(_ key: SettingKey) throws -> String {
        guard let value = self.optional(key) else { throw self.missing(key) }
        return value
    }

    /// Looks whether everything that is required is there, before anything is read.
    ///
    /// - Throws: one ``SettingError`` that names every required key that is missing.
    func demand(_ keys: [SettingKey]) throws {
        let missing = keys.filter { $0.need == .required && self.optional($0) == nil }
        guard let first = missing.first else { return }
        throw self.missing(first, others: missing.dropFirst().map { self.missing($0) })
    }

    /// A whole number.
    ///
    /// - Throws: ``SettingError`` when it is missing, not a number or outside `range`.
    public func integer(_ key: SettingKey, in range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(try self.text(key)), range.contains(number) else {
            throw self.refused(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Bytes in base64, either alphabet.
    ///
    /// - Throws: ``SettingError`` when it is missing, not base64 or shorter than `atLeast`.
    public func bytes(_ key: SettingKey, atLeast count: Int) throws -> [UInt8] {
        var text = try self.text(key).replacing("-", with: "+").replacing("_", with: "/")
        while text.hasSuffix("=") { text.removeLast() }
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text), data.count >= count else {
            throw self.refused(key, "at least \(count) bytes in base64")
        }
        return [UInt8](data)
    }

    /// A value that only its own parser understands; the parser's complaint is not repeated, it might quote a secret.
    ///
    /// - Throws: ``SettingError`` when it is missing or `parse` gives `nil` or throws.
    public func parsed<T>(_ key: SettingKey, as shape: String, _ parse: (String) throws -> T?) throws -> T {
        let text = try self.text(key)
        // What the parser says may repeat a secret; the shape says enough.
        guard let value = try? parse(text) else { throw self.refused(key, shape) }
        return value
    }

    private func missing(_ key: SettingKey, others: [SettingError] = []) -> SettingError {
        SettingError(
            key.name, "is missing: \(key.meaning). Set it, for example: \(key.example)", others: others)
    }

    private func refused(_ key: SettingKey, _ shape: String) -> SettingError {
        SettingError(key.name, "cannot be used: it must be \(shape). Example: \(key.example)")
    }
}
