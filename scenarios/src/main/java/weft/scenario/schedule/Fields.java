package weft.scenario.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which names there are where. */
final class Fields {

  private Fields() {}

  /** The field of that name; null if there is none. */
  static @Nullable Field named(Kind kind, Syntax syntax, String name) {
    for (Field field : kind.fields()) {
      if (!name.isEmpty() && field.name(syntax).equals(name)) {
        return field;
      }
    }
    return null;
  }

  static List<String> names(Kind kind, Syntax syntax) {
    return kind.fields().stream()
        .map(field -> field.name(syntax))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
