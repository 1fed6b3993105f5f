import ActivityForm
import Contracts
import Foundation

extension CheckSamples {
    /// The questionnaire in a version that does not have some places: `3.4/definisi`, `2.2/email`, `7.1`.
    ///
    /// Conditions go, so that every question that is left is asked.
    static func definition(without lacking: [String]) throws -> FormDefinition {
        if lacking.isEmpty { return try Samples.definition() }
        var file = try JSONSerialization.jsonObject(with: Data(try Self.file())) as! [String: Any]  // our own file
        // All of it is our own file, whose shape other tests hold.
        let blocks = (file["blocks"] as! [[String: Any]]).map { block -> [String: Any] in
            var block = block
            block["condition"] = nil
            // Our own file.
            block["questions"] = (block["questions"] as! [[String: Any]]).compactMap { question -> [String: Any]? in
                var question = question
                let number = question["number"] as! String  // our own file
                if lacking.contains(number) || number == "8.2" { return nil }
                question["condition"] = nil
                if let fields = question["fields"] as? [[String: Any]] {
                    // Our own file.
                    question["fields"] = fields.filter { !lacking.contains("\(number)/\($0["key"] as! String)") }
                }
                return question
            }
            return block
        }
        file["blocks"] = blocks
        return try FormDefinition(json: Array(try JSONSerialization.data(withJSONObject: file)), file: "other.json")
    }

    private static func file() throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        return Array(try Data(contentsOf: root.appending(path: "Shared/ActivityForm/Data/ms-keg-1.json")))
    }
}
