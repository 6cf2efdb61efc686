package dev.sallyport.measure.sizing;

import java.util.List;

/** The command {@code ./bench sizing}. Exit code 2 when not understood. */
final class Sizing {
    private static final int USAGE = 2;

    private Sizing() {}

    public static void main(String[] arguments) {
        switch (Order.read(List.of(arguments))) {
            case Order.Calculate(Plan plan) -> System.out.print(Sheet.of(plan));
            case Order.Help() -> System.out.print(Sheet.help());
            case Order.Bad(String reason) -> {
                System.err.println("sizing: " + reason);
                System.exit(USAGE);
            }
        }
    }
}
