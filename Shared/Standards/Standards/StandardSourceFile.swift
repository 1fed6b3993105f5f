/// A file that holds a standard, read by whoever may read files.
public struct StandardSourceFile: Hashable, Sendable {
    /// Its name, for faults: `standard-6104.json`. A name that begins with `standard-default` holds the standard that
    /// units inherit.
    public let name: String
    /// Its bytes.
    public let json: [UInt8]

    /// A file.
    public init(name: String, json: [UInt8]) {
        self.name = name
        self.json = json
    }

    var isDefault: Bool { self.name.hasPrefix("standard-default") }
}
