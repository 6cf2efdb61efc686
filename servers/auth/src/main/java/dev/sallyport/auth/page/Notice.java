package dev.sallyport.auth.page;

import java.time.Duration;

/** What went wrong a moment ago and can be tried again on the same page. */
public sealed interface Notice {
    /** Name or password did not match. The same for every name (T24). */
    record Wrong() implements Notice {}

    /** Too many failures on this name; {@code left} is what is left of the suspension. */
    record Suspended(Duration left) implements Notice {}

    /** Other attempts are still being judged, or an address asked too often. */
    record TooFast(Duration left) implements Notice {}

    /** There is too much to do right now. */
    record Busy(Duration left) implements Notice {}

    /** The page was too old, or not from this browser, and is a fresh one now. */
    record Stale() implements Notice {}

    /** Signing in with {@code provider}, so labelled, did not work. */
    record ProviderFailed(String provider) implements Notice {}

    /** {@code provider}, so labelled, knows the person, but an account here must be proven before the two are linked (T10). */
    record ProveFirst(String provider) implements Notice {}

    /** The device's code is not known, or no longer. */
    record UnknownCode() implements Notice {}

    /** What was typed for a new account is no address of a mailbox. */
    record UnfitAddress() implements Notice {}

    /** What was typed for a new account is too long for a name, or holds what cannot be seen. */
    record UnfitName() implements Notice {}

    /** A new password is not as it must be: of at least {@code shortest} characters. */
    record UnfitPassword(int shortest) implements Notice {}

    /** The status of the page that shows it. A wrong password is no 401, since no {@code WWW-Authenticate} would help (RFC 9110 §15.5.2). */
    default int status() {
        return switch (this) {
            case ProveFirst _ -> 200;
            case Wrong _, Stale _, ProviderFailed _, UnknownCode _, UnfitAddress _, UnfitName _, UnfitPassword _ -> 400;
            case Suspended _, TooFast _ -> 429;
            case Busy _ -> 503;
        };
    }

    /** How long to wait before the next attempt; zero where there is no need to. */
    default Duration patience() {
        return switch (this) {
            case Suspended(Duration left) -> left;
            case TooFast(Duration left) -> left;
            case Busy(Duration left) -> left;
            case Wrong _,
                    Stale _,
                    ProviderFailed _,
                    ProveFirst _,
                    UnknownCode _,
                    UnfitAddress _,
                    UnfitName _,
                    UnfitPassword _ -> Duration.ZERO;
        };
    }

    /** What stands above the sentence. */
    default String title(Texts texts) {
        return switch (this) {
            case ProveFirst _ -> texts.text("notice.one-more-step");
            case Wrong _,
                    Suspended _,
                    TooFast _,
                    Busy _,
                    Stale _,
                    ProviderFailed _,
                    UnknownCode _,
                    UnfitAddress _,
                    UnfitName _,
                    UnfitPassword _ -> texts.text("notice.title");
        };
    }

    /** The sentence of the page. */
    default String told(Texts texts) {
        return switch (this) {
            case Wrong() -> texts.text("notice.wrong");
            case Suspended(Duration left) -> texts.text("notice.suspended", "wait", Texts.span(left));
            case TooFast(Duration left) -> texts.text("notice.too-fast", "wait", Texts.span(left));
            case Busy _ -> texts.text("notice.busy");
            case Stale() -> texts.text("notice.stale");
            case ProviderFailed(String provider) -> texts.text("notice.provider", "provider", provider);
            case ProveFirst(String provider) -> texts.text("notice.prove-first", "provider", provider);
            case UnknownCode() -> texts.text("notice.unknown-code");
            case UnfitAddress() -> texts.text("notice.unfit-address");
            case UnfitName() -> texts.text("notice.unfit-name");
            case UnfitPassword(int shortest) ->
                texts.text("notice.unfit-password", "shortest", String.valueOf(shortest));
        };
    }
}
