package weft.scenario.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import weft.scenario.parse.Draft;
import weft.scenario.spec.KeySchema;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Shape;

/** What hardware a fabric names itself, rather than leave it to its nodes. */
final class FabricNames {

  private static final String FABRIC = "fabric";

  private final Draft draft;

  /** For each kind of hardware that the family has keys for, whether all of them are given. */
  private final Map<String, Boolean> given = new HashMap<>();

  private FabricNames(Draft draft) {
    this.draft = draft;
  }

  /** The kinds of hardware of which nothing is left to what a node usually has. */
  static Set<String> allGiven(Draft draft) {
    FabricNames names = new FabricNames(draft);
    Schema.scenario().key(FABRIC).ifPresent(key -> names.collect(FABRIC, key.shape()));
    return names.given.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void collect(String path, Shape shape) {
    if (shape instanceof Shape.Alternatives families) {
      for (Shape.Alternative family : families.alternatives()) {
        String below = path + "." + family.name();
        if (draft.given(below)) {
          collect(below, family.mapping());
        }
      }
    } else if (shape instanceof Shape.Mapping mapping) {
      for (KeySchema key : mapping.keys()) {
        collect(path + "." + key.name(), key.shape());
      }
    } else if (shape instanceof Shape.Sequence sequence) {
      for (int i = 0; draft.given(path + "." + i); i++) {
        collect(path + "." + i, sequence.item());
      }
    } else if (shape instanceof Shape.Name name) {
      name.kind()
          .entryKind()
          .ifPresent(kind -> given.merge(kind, draft.given(path), Boolean::logicalAnd));
    }
  }
}
