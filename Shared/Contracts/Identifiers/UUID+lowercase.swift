package import Foundation

extension UUID {
    /// The textual form of RFC 9562 in lower case, as everything on the wire has it. Foundation's is in upper case and is
    /// made by `printf`; a message has several identifiers.
    package var lowercaseText: String {
        withUnsafeBytes(of: self.uuid) { octets in
            String(unsafeUninitializedCapacity: 36) { text in
                var place = 0
                for (index, octet) in octets.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = Self.digit(octet >> 4)
                    text[place + 1] = Self.digit(octet & 15)
                    place += 2
                }
                return place
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
