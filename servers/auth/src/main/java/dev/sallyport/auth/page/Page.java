package dev.sallyport.auth.page;

/**
 * What a template gets.
 *
 * @param nonce of this page alone
 * @param style the style sheet, which is ours and goes in as it is
 * @param ownLogo whether {@code /brand/logo} has a mark to show instead of ours
 */
record Page<V>(Texts texts, String nonce, String style, boolean ownLogo, V view) {
    String text(String key, String... namesAndValues) {
        return texts.text(key, namesAndValues);
    }

    /** {@link Texts#shown}. */
    String shown(String value) {
        return Texts.shown(value);
    }

    /** The value without what is invisible, at any length: what is agreed to is shown to its end. */
    String whole(String value) {
        return Texts.visible(value);
    }

    String language() {
        return texts.language().toLanguageTag();
    }

    /** A scope in plain words: its own text, or one that names it. */
    String scope(String scope) {
        String key = "scope." + scope;
        return texts.has(key) ? text(key) : text("scope.unknown", "scope", scope);
    }

    /** What kind of permission a detail is, in words. */
    String kind(Detail detail) {
        String key = "detail.type." + detail.type();
        return texts.has(key) ? text(key) : text("detail.type.unknown", "type", detail.type());
    }

    /** The label of a line of a detail: the field's own words for its common fields, else as the client wrote it. */
    String label(Detail.Line line) {
        return switch (line.label()) {
            case "locations" -> text("detail.locations");
            case "actions" -> text("detail.actions");
            case "datatypes" -> text("detail.datatypes");
            case "identifier" -> text("detail.identifier");
            case "privileges" -> text("detail.privileges");
            default -> shown(line.label());
        };
    }
}
