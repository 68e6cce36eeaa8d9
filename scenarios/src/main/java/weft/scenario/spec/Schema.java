package weft.scenario.spec;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import weft.scenario.spec.KeySchema.Presence;

/**
 * The schema of the scenario file, read off the records of this package by reflection.
 *
 * <p>A record whose annotations contradict each other is a programming error: {@link
 * IllegalStateException}.
 */
public final class Schema {

  private static final Shape.Mapping SCENARIO = mapping(ScenarioSpec.class);

  private Schema() {}

  /** The shape of a whole file. */
  public static Shape.Mapping scenario() {
    return SCENARIO;
  }

  /** The value of an enum as written in the file. */
  public static String text(Enum<?> constant) {
    return option(constant).text();
  }

  private static Shape.Mapping mapping(Class<? extends Record> type) {
    List<KeySchema> keys =
        Arrays.stream(type.getRecordComponents()).map(Schema::keySchema).toList();
    Doc doc = type.getAnnotation(Doc.class);
    return new Shape.Mapping(type, doc == null ? "" : doc.value(), keys);
  }

  private static KeySchema keySchema(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw contradiction(component, "has no @Key");
    }
    Presence presence =
        !key.defaultText().isEmpty()
            ? Presence.DEFAULTED
            : !key.absent().isEmpty() ? Presence.OPTIONAL : Presence.REQUIRED;
    Shape shape = shape(component, key);
    if (presence == Presence.DEFAULTED && !key.absent().isEmpty()) {
      throw contradiction(component, "has a default and is optional");
    }
    if (presence == Presence.OPTIONAL && component.getType().isPrimitive()) {
      throw contradiction(component, "is optional but cannot be null");
    }
    return new KeySchema(
        keyName(component),
        shape,
        presence,
        key.doc(),
        key.defaultText(),
        key.absent(),
        key.example());
  }

  private static Shape shape(RecordComponent component, Key key) {
    Class<?> type = component.getType();
    if (type == String.class) {
      NameOf name = component.getAnnotation(NameOf.class);
      return name == null ? new Shape.Text() : new Shape.Name(name.value());
    }
    if (type == Path.class) {
      return new Shape.GraphFile();
    }
    if (type == int.class || type == Integer.class) {
      return new Shape.Whole(false, key.min(), Math.min(key.max(), Integer.MAX_VALUE));
    }
    if (type == long.class || type == Long.class) {
      Optional<Dimension> dimension = Dimension.ofComponent(component.getName());
      if (dimension.isEmpty()) {
        return new Shape.Whole(true, key.min(), key.max());
      }
      long max = Math.min(key.max(), dimension.get().max());
      String example = key.example().isEmpty() ? key.defaultText() : key.example();
      return new Shape.Quantity(dimension.get(), key.min(), max, example);
    }
    if (type == double.class || type == Double.class) {
      return new Shape.Decimal(key.min(), key.max());
    }
    if (type.isEnum()) {
      return choice(type);
    }
    if (type.isRecord()) {
      return mapping(type.asSubclass(Record.class));
    }
    if (type.isAnnotationPresent(OneOf.class)) {
      return new Shape.Alternatives(
          permitted(type).stream()
              .map(form -> new Shape.Alternative(kebab(form.getSimpleName()), mapping(form)))
              .toList());
    }
    if (type.isAnnotationPresent(NameOrMapping.class)) {
      Class<? extends Record> named = permitted(type).get(0);
      NameOf name = named.getRecordComponents()[0].getAnnotation(NameOf.class);
      return new Shape.NamedOr(name.value(), named, mapping(permitted(type).get(1)));
    }
    throw contradiction(component, "has a type that the reader does not know: " + type);
  }

  private static Shape.Choice choice(Class<?> type) {
    List<Shape.Allowed> allowed = new ArrayList<>();
    for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
      Option option = option((Enum<?>) constant);
      allowed.add(new Shape.Allowed((Enum<?>) constant, option.text(), option.doc()));
    }
    Optional<Shape.NotYet> planned =
        Optional.ofNullable(type.getAnnotation(Planned.class))
            .map(p -> new Shape.NotYet(p.text(), p.reason(), p.instead()));
    return new Shape.Choice(List.copyOf(allowed), planned);
  }

  private static Option option(Enum<?> constant) {
    try {
      Field field = constant.getDeclaringClass().getField(constant.name());
      Option option = field.getAnnotation(Option.class);
      if (option == null) {
        throw new IllegalStateException(field + " has no @Option");
      }
      return option;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<? extends Record>> permitted(Class<?> sealed) {
    List<Class<? extends Record>> records = new ArrayList<>();
    for (Class<?> form : Objects.requireNonNull(sealed.getPermittedSubclasses())) {
      records.add(form.asSubclass(Record.class));
    }
    return records;
  }

  private static String keyName(RecordComponent component) {
    String name = component.getName();
    boolean wide = component.getType() == long.class || component.getType() == Long.class;
    return kebab(
        wide
            ? Dimension.ofComponent(name)
                .map(dimension -> dimension.withoutSuffix(name))
                .orElse(name)
            : name);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=.)(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  private static IllegalStateException contradiction(RecordComponent component, String what) {
    return new IllegalStateException(
        component.getDeclaringRecord().getSimpleName() + "." + component.getName() + " " + what);
  }
}
