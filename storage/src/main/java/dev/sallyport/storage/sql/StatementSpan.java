package dev.sallyport.storage.sql;

import dev.sallyport.kit.trace.Span;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The span of a statement, by what it does and to which table. Neither its values nor its text are noted: the texts are constants,
 * and the name is enough to find one.
 */
final class StatementSpan {
    private static final Pattern OPERATION = Pattern.compile("\\s*([A-Za-z]{1,20})\\b");
    private static final Pattern TABLE = Pattern.compile("\\b(?:INTO|UPDATE|FROM)\\s+([a-z_]{1,63})\\b");
    private static final Pattern CHANGE = Pattern.compile("\\b(INSERT|UPDATE|DELETE)\\b");

    private StatementSpan() {}

    /** A part of the current span, which is sampled. */
    static Span of(String sql, Dialect dialect) {
        String operation = operation(sql);
        Matcher table = TABLE.matcher(sql);
        String name = table.find() ? operation + " " + table.group(1) : operation;
        Span span = Span.current()
                .child(Span.Kind.CLIENT, name)
                .note("db.system.name", dialect.name().toLowerCase(Locale.ROOT))
                .note("db.operation.name", operation);
        return name.equals(operation) ? span : span.note("db.collection.name", table.group(1));
    }

    /** The first word; of a statement that begins with WITH, what it does in the end. */
    private static String operation(String sql) {
        Matcher first = OPERATION.matcher(sql);
        String word = first.lookingAt() ? first.group(1).toUpperCase(Locale.ROOT) : "STATEMENT";
        if (!word.equals("WITH")) {
            return word;
        }
        Matcher change = CHANGE.matcher(sql);
        return change.find() ? change.group(1) : "SELECT";
    }
}
