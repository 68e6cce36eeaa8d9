package weft.scenario.spec;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import weft.scenario.spec.KeySchema.Presence;

/**
 * The schema of the scenario file, read off the records of this package by reflection.
 *
 * <p>A record whose annotations contradict each other is a programming error: {@link
 * IllegalStateException}.
 */
public final class Schema {

  private static final Shape.Mapping SCENARIO = mapping(ScenarioSpec.class, Set.of());
  private static final Shape.Mapping COMPARISON = mapping(ComparisonSpec.class, Set.of());

  private Schema() {}

  /** The shape of a whole file. */
  public static Shape.Mapping scenario() {
    return SCENARIO;
  }

  /** The shape of a whole comparison file. */
  public static Shape.Mapping comparison() {
    return COMPARISON;
  }

  /** The value of an enum as written in the file. */
  public static String text(Enum<?> constant) {
    return option(constant).text();
  }

  /**
   * The name of the form that a record is, if it is one of several: {@code leaf-spine}.
   *
   * @param form such as {@link FabricSpec.LeafSpine}
   */
  public static String formName(Class<? extends Record> form) {
    return kebab(form.getSimpleName());
  }

  /** A record, of which those {@code around} it are no forms, so that the schema has an end. */
  private static Shape.Mapping mapping(Class<? extends Record> type, Set<Class<?>> around) {
    Set<Class<?>> inside = new HashSet<>(around);
    inside.add(type);
    List<KeySchema> keys =
        components(type).stream().map(component -> keySchema(component, inside)).toList();
    Doc doc = type.getAnnotation(Doc.class);
    return new Shape.Mapping(type, doc == null ? "" : doc.value(), keys);
  }

  /** What the keys of a record's mapping are bound to, in order. */
  static List<RecordComponent> components(Class<? extends Record> type) {
    List<RecordComponent> components = new ArrayList<>();
    for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
      if (component.isAnnotationPresent(Flat.class)) {
        components.addAll(components(component.getType().asSubclass(Record.class)));
      } else {
        components.add(component);
      }
    }
    return components;
  }

  private static KeySchema keySchema(RecordComponent component, Set<Class<?>> around) {
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw contradiction(component, "has no @Key");
    }
    Presence presence =
        !key.defaultText().isEmpty()
            ? Presence.DEFAULTED
            : !key.absent().isEmpty() ? Presence.OPTIONAL : Presence.REQUIRED;
    Shape shape = shape(component, component.getType(), key, around);
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

  private static Shape shape(
      RecordComponent component, Class<?> type, Key key, Set<Class<?>> around) {
    if (type == List.class) {
      ParameterizedType list = (ParameterizedType) component.getGenericType();
      Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
      boolean ranges = component.isAnnotationPresent(Ranges.class);
      return new Shape.Sequence(shape(component, item, key, around), ranges);
    }
    if (type == String.class) {
      NameOf name = component.getAnnotation(NameOf.class);
      return name == null ? new Shape.Text() : new Shape.Name(name.value());
    }
    if (type == Path.class) {
      Ending ending = component.getAnnotation(Ending.class);
      return ending == null ? new Shape.GraphFile() : new Shape.File(ending.value());
    }
    if (type == FlowTable.class) {
      return new Shape.FlowFile();
    }
    if (type == AlgorithmFile.class) {
      return new Shape.AlgorithmPath();
    }
    if (type == PairTable.class) {
      return new Shape.PairFile();
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
    if (type == CatalogSpec.class) {
      return new Shape.Catalog();
    }
    if (type.isRecord()) {
      return mapping(type.asSubclass(Record.class), around);
    }
    if (type.isAnnotationPresent(OneOf.class)) {
      return new Shape.Alternatives(
          permitted(type).stream()
              .filter(form -> !around.contains(form))
              .map(
                  form ->
                      new Shape.Alternative(
                          formName(form),
                          mapping(form, around),
                          form.isAnnotationPresent(ListForm.class)))
              .toList());
    }
    if (type.isAnnotationPresent(NameOrMapping.class)) {
      Class<? extends Record> named = permitted(type).get(0);
      NameOf name = named.getRecordComponents()[0].getAnnotation(NameOf.class);
      Class<?> other = Objects.requireNonNull(type.getPermittedSubclasses())[1];
      return new Shape.NamedOr(name.value(), named, shape(component, other, key, around));
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

  /** The records that a sealed interface permits, also by way of others. */
  private static List<Class<? extends Record>> permitted(Class<?> sealed) {
    List<Class<? extends Record>> records = new ArrayList<>();
    for (Class<?> form : Objects.requireNonNull(sealed.getPermittedSubclasses())) {
      if (form.isInterface()) {
        records.addAll(permitted(form));
      } else {
        records.add(form.asSubclass(Record.class));
      }
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
