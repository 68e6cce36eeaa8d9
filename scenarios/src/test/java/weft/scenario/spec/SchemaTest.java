package weft.scenario.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.spec.KeySchema.Presence;

/** What every key of the schema must have, so that messages and documentation are complete. */
final class SchemaTest {

  @ParameterizedTest
  @MethodSource("keys")
  void isDocumentedInASentence(Case key) {
    assertThat(key.schema().doc()).matches("[A-Z].*\\.");
    assertThat(key.schema().absent()).doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isInKebabCase(Case key) {
    assertThat(key.schema().name()).matches("[a-z]+(-[a-z]+)*");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aRequiredSingleValueHasAnExample(Case key) {
    Shape shape = key.schema().shape();
    boolean mapping = holdsKeys(shape);
    if (key.schema().presence() == Presence.REQUIRED && !mapping) {
      assertThat(key.schema().example()).isNotEmpty();
    }
    if (shape instanceof Shape.Quantity quantity) {
      assertThat(quantity.example()).matches("[0-9.]+[A-Za-z]+");
    }
  }

  /** The name is optional in the file, but filled in before the record is made. */
  @ParameterizedTest
  @MethodSource("keys")
  void isNullableIfAndOnlyIfItIsOptional(Case key) {
    boolean nullable =
        key.component().getAnnotatedType().isAnnotationPresent(Nullable.class)
            || key.path().equals("name");
    assertThat(nullable).isEqualTo(key.schema().presence() == Presence.OPTIONAL);
  }

  static Stream<Named<Case>> keys() {
    List<Case> cases = new ArrayList<>();
    collect("", Schema.scenario(), cases);
    assertThat(cases).hasSizeGreaterThan(40);
    return cases.stream().map(one -> Named.of(one.path(), one));
  }

  private static boolean holdsKeys(Shape shape) {
    return shape instanceof Shape.Mapping
        || shape instanceof Shape.Alternatives
        || (shape instanceof Shape.Sequence sequence && holdsKeys(sequence.item()));
  }

  private static void collect(String path, Shape shape, List<Case> into) {
    if (shape instanceof Shape.Mapping mapping) {
      List<RecordComponent> components = Schema.components(mapping.type());
      for (int i = 0; i < components.size(); i++) {
        KeySchema key = mapping.keys().get(i);
        String keyPath = path.isEmpty() ? key.name() : path + "." + key.name();
        into.add(new Case(keyPath, key, components.get(i)));
        collect(keyPath, key.shape(), into);
      }
    } else if (shape instanceof Shape.Alternatives alternatives) {
      alternatives
          .alternatives()
          .forEach(one -> collect(path + "." + one.name(), one.value(), into));
    } else if (shape instanceof Shape.Sequence sequence) {
      collect(path, sequence.item(), into);
    } else if (shape instanceof Shape.NamedOr either) {
      collect(path, either.other(), into);
    }
  }

  /** A key with the component that it was read from. */
  record Case(String path, KeySchema schema, RecordComponent component) {}
}
