package dev.sallyport.kit.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** The border where an {@code application/x-www-form-urlencoded} body becomes parameters. */
public final class FormBody {
    /** The media type that is taken. */
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private static final long LONGEST = 1024 * 1024;

    private FormBody() {}

    /** What {@code then} answers to the parameters; or 400 malformed, 413, 415. */
    public static Response read(Request request, Function<Params, Response> then) {
        if (!request.mediaType().equals(MEDIA_TYPE)) {
            return Problem.unsupportedMediaType(MEDIA_TYPE).response();
        }
        Optional<Params> params;
        try {
            byte[] bytes =
                    request.body().bytes((int) Math.min(LONGEST, request.body().limit()));
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            params = Params.parse(text);
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (CharacterCodingException e) {
            return Problem.malformed("The form is not UTF-8.").response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        }
        return params.map(then)
                .orElseGet(() -> Problem.malformed("The form has a broken escape or too many fields.")
                        .response());
    }
}
