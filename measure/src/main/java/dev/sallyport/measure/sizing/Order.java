package dev.sallyport.measure.sizing;

import dev.sallyport.measure.sizing.Work.Cost;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the command line asks for. */
sealed interface Order {
    record Calculate(Plan plan) implements Order {}

    record Help() implements Order {}

    record Bad(String reason) implements Order {}

    /** {@code --help}, or options of {@link Input} and {@code --cost WORK.COST=NUMBER}, in any order. */
    static Order read(List<String> words) {
        Map<Input, Double> inputs = new EnumMap<>(Input.class);
        Map<String, Double> costs = new HashMap<>();
        if (words.contains("--help") || words.contains("-h")) {
            return new Help();
        }
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            Optional<Input> input = Input.of(option);
            if (option.equals("--cost")) {
                String name = value.replaceFirst("=.*", "");
                Optional<Double> number = number(value.substring(Math.min(value.length(), name.length() + 1)));
                if (!isCost(name) || number.isEmpty()) {
                    return new Bad("--cost " + value + " is no WORK.COST=NUMBER such as "
                            + Work.SIGN_IN.option(Cost.AUTH) + "=60000");
                }
                costs.put(name, number.get());
            } else if (input.isEmpty()) {
                return new Bad("there is no " + option + "; --help names what there is");
            } else {
                Optional<Double> number = number(value);
                if (number.isEmpty() || (number.get() == 0 && input.get().mustBePositive())) {
                    return new Bad(option + " is " + input.get().meaning() + ", such as "
                            + Sheet.plain(input.get().usual()) + "; not " + value);
                }
                inputs.put(input.get(), number.get());
            }
        }
        return new Calculate(new Plan(inputs, costs));
    }

    private static boolean isCost(String name) {
        return Stream.of(Work.values())
                .flatMap(work -> Stream.of(Cost.values()).map(work::option))
                .anyMatch(name::equals);
    }

    private static Optional<Double> number(String text) {
        return text.matches("\\d{1,15}(\\.\\d{1,9})?") ? Optional.of(Double.valueOf(text)) : Optional.empty();
    }
}
