package dev.sallyport.kit.json;

import dev.sallyport.domain.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a record looks like on the wire; learnt once for each type. */
public final class Shape {
    private static final ClassValue<Shape> KNOWN = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type);
        }
    };

    /**
     * One component.
     *
     * @param name on the wire
     */
    public record Part(String name, Type type, List<Constraint> constraints, RecordComponent component) {
        /** Whether what stands here must not be seen. */
        public boolean isSecret() {
            return type == Secret.class
                    || (type instanceof ParameterizedType generic
                            && generic.getActualTypeArguments()[0] == Secret.class);
        }
    }

    private final List<Part> parts;
    private final List<String> names;
    private final Constructor<?> constructor;
    private final Optional<Method> defaults;

    private Shape(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type.getName() + " is no record");
        }
        RecordComponent[] components = type.getRecordComponents();
        parts = Arrays.stream(components)
                .map(c -> new Part(snake(c.getName()), c.getGenericType(), Constraint.of(c), c))
                .toList();
        names = parts.stream().map(Part::name).toList();
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type.getName(), e);
        }
        constructor.setAccessible(true);
        defaults = Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals("defaults")
                        && Modifier.isStatic(m.getModifiers())
                        && m.getParameterCount() == 0
                        && m.getReturnType() == type)
                .findFirst();
        defaults.ifPresent(m -> m.setAccessible(true));
        parts.forEach(p -> p.component().getAccessor().setAccessible(true));
    }

    public static Shape of(Class<?> type) {
        return KNOWN.get(type);
    }

    public List<Part> parts() {
        return parts;
    }

    List<String> names() {
        return names;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Whether a tree without this component is refused. */
    public boolean isRequired(Part part) {
        return whenAbsent(part) == null;
    }

    /** What an absent component is, or null where it is required. */
    Object whenAbsent(Part part) {
        if (defaults.isPresent()) {
            Object value = call(part.component().getAccessor(), call(defaults.get(), null));
            if (value != null) {
                return value;
            }
        }
        return part.component().getType() == Optional.class ? Optional.empty() : null;
    }

    /** The record; whatever its constructor throws comes out as it was thrown. */
    Object construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException rethrown(InvocationTargetException e) {
        return switch (e.getCause()) {
            case RuntimeException thrown -> thrown;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    /** The message of a refusal, or something in its place. */
    static String said(RuntimeException refused) {
        return refused.getMessage() == null ? "is not right" : refused.getMessage();
    }

    /** {@code minLength} as {@code min_length}; {@code public_}, which Java cannot name otherwise, as {@code public}. */
    static String snake(String name) {
        var snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                snake.append('_');
            }
            snake.append(c);
        }
        if (snake.charAt(snake.length() - 1) == '_') {
            snake.setLength(snake.length() - 1);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }
}
