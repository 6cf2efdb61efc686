package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How an operator gives a password: from a file, from a variable, or typed without echo; never as an argument, which others can see. */
final class GivenPassword {
    static final String VARIABLE = "SALLYPORT_PASSWORD";
    private static final int LONGEST = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Take the password from this file; the end of its line does not count.")
    private Path file;

    @Option(names = "--ask", description = "Ask for the password on the terminal, without showing it.")
    private boolean ask;

    /** What was given. */
    sealed interface Given {
        record Password(Secret secret) implements Given {}

        record None() implements Given {}

        /** @param what why there is no password where the operator said one would be */
        record Unreadable(String what) implements Given {}
    }

    Given read(Machine machine) {
        String variable = machine.environment().getOrDefault(VARIABLE, "");
        if (file != null && ask) {
            return new Given.Unreadable("--password-file and --ask are two places; name one.");
        }
        if (file != null) {
            return ofFile();
        }
        if (ask) {
            return typed();
        }
        return variable.isEmpty() ? new Given.None() : new Given.Password(Secret.of(variable));
    }

    private Given ofFile() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                return new Given.Unreadable("the password file " + file + " is longer than " + LONGEST + " bytes.");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String password = text.replaceFirst("\\r?\\n\\z", "");
            return password.isEmpty()
                    ? new Given.Unreadable("the password file " + file + " is empty.")
                    : new Given.Password(Secret.of(password));
        } catch (CharacterCodingException e) {
            return new Given.Unreadable("the password file " + file + " is not UTF-8.");
        } catch (IOException e) {
            return new Given.Unreadable("the password file " + file + " cannot be read: " + DataFolder.told(e) + ".");
        }
    }

    private static Given typed() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(GivenPassword::typed)
                .orElseGet(() -> new Given.Unreadable(
                        "there is no terminal to ask on; use --password-file or " + VARIABLE + " instead."));
    }

    private static Given typed(Console console) {
        Optional<Secret> first = hidden(console, "Password: ");
        Optional<Secret> second = first.isEmpty() ? first : hidden(console, "Once more: ");
        if (second.isEmpty()) {
            return new Given.Unreadable("no password was typed.");
        }
        return first.equals(second)
                ? new Given.Password(first.get())
                : new Given.Unreadable("the two passwords differ; nothing was changed.");
    }

    private static Optional<Secret> hidden(Console console, String prompt) {
        return Optional.ofNullable(console.readPassword(prompt)).map(typed -> Secret.of(new String(typed)));
    }
}
