internal import Contracts
internal import Hummingbird
internal import Logging

/// Turns every error into an answer: `application/problem+json` under `/api`, else a page in Indonesian. Handlers throw.
struct ProblemMiddleware: RouterMiddleware {
    let pages: PageRenderer
    let translate: @Sendable (any Error) -> Problem?
    let routes: RouteTable

    func handle(
        _ request: Request, context: LayakRequestContext,
        next: @concurrent (Request, LayakRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            var headers = HTTPFields()
            let problem = self.problem(for: error, request, context, &headers)
            if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
            if problem.status == 401, request.isForAPI { headers[.wwwAuthenticate] = "Bearer" }
            // Whoever sends a body that is not read to its end cannot use the connection again.
            if problem.status == 413 { headers[.connection] = "close" }
            var response = try self.answer(problem, request, context)
            response.headers.append(contentsOf: headers)
            return response
        }
    }

    private func problem(
        for error: any Error, _ request: Request, _ context: LayakRequestContext, _ headers: inout HTTPFields
    ) -> Problem {
        if let problem = error as? Problem { return problem }
        if let problem = self.translate(error) {
            context.logger.warning("request refused", metadata: ["problem": .string(problem.code)])
            return problem
        }
        if let error = error as? HTTPError {
            switch error.status {
            case .notFound:
                let methods = self.routes.methods(at: request.uri.path)
                guard !methods.isEmpty, !methods.contains(request.method.rawValue) else {
                    return .notFound("Halaman")
                }
                headers[.allow] = methods.joined(separator: ", ")
                return Problem(
                    code: "cara-tidak-didukung", title: "Cara ini tidak didukung", status: 405,
                    detail: "Alamat ini hanya menerima: \(methods.joined(separator: ", ")).")
            case .contentTooLarge: return .tooLarge(limit: "256 KiB")
            case let status where (400..<500).contains(status.code):
                return .unreadable("Permintaan tidak dapat dibaca.")
            default: break
            }
        }
        context.logger.error(
            "request failed",
            metadata: ["error": .string(SafeErrorText.of(error)), "http.route": .string(context.endpointPath ?? "")])
        return .internal
    }

    private func answer(_ problem: Problem, _ request: Request, _ context: LayakRequestContext) throws -> Response {
        if request.isForAPI {
            return try Response.json(problem, status: problem.status, contentType: "application/problem+json")
        }
        return try self.pages.problem(problem, context: context)
    }
}
