package dev.sallyport.resource.document;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** Regular expressions that are matched in a time linear in the text, whoever wrote pattern and text (T43). */
final class LinearPatterns implements RegularExpressionFactory {
    private static final int LONGEST = 1_000;

    /** The pattern; {@link com.google.re2j.PatternSyntaxException} where it is none, or is too long. */
    static Pattern compiled(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new com.google.re2j.PatternSyntaxException("too long", pattern.substring(0, LONGEST));
        }
        return Pattern.compile(pattern);
    }

    @Override
    public RegularExpression getRegularExpression(String pattern) {
        Pattern compiled = compiled(pattern);
        return text -> compiled.matcher(text).find();
    }
}
