package weft.topology.imports;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.FileAttribute.Owner;

/** A topology, device or cable as the file has it: names and texts, with its place. */
final class Item {

  private final Owner owner;
  private final Place place;
  private final String what;
  private final Map<FileAttribute, String> values = new LinkedHashMap<>();
  private final Set<String> own = new HashSet<>();

  /** An item that messages call {@code what}. */
  Item(Owner owner, Place place, String what) {
    this.owner = owner;
    this.place = place;
    this.what = what;
  }

  Place place() {
    return place;
  }

  /** Sets a value; attributes of other programs are passed over, misspelt ones are not. */
  void put(Place at, String name, String value) {
    if (!own.add(name)) {
      throw at.fault("%s has the attribute %s twice".formatted(what, Place.quoted(name)));
    }
    putDefault(at, name, value);
  }

  /** Sets a value that a value of the item itself replaces. */
  void putDefault(Place at, String name, String value) {
    FileAttribute attribute = FileAttribute.find(owner, name).orElse(null);
    if (attribute != null) {
      values.put(attribute, value);
      return;
    }
    Suggestion.nearest(name, FileAttribute.of(owner).stream().map(FileAttribute::text).toList())
        .ifPresent(
            near -> {
              throw at.fault(
                  "%s has an unknown attribute %s%s. Maybe %s."
                      .formatted(what, Place.quoted(name), Place.oddCharacter(name), near));
            });
  }

  /** The value, if there is one; an empty one counts as none. */
  @Nullable String find(FileAttribute attribute) {
    String value = values.get(attribute);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The value. */
  String get(FileAttribute attribute, String example) {
    String value = find(attribute);
    if (value == null) {
      throw place.fault(
          "%s lacks the attribute \"%s\". Maybe %s.".formatted(what, attribute.text(), example));
    }
    return value;
  }

  RuntimeException fault(String message) {
    return place.fault(what + ": " + message);
  }

  /** What others complain of, with this item's place if it does not say one. */
  RuntimeException placed(TopologyException complaint) {
    String message = String.valueOf(complaint.getMessage());
    return place.isSaidBy(message) ? complaint : fault(message);
  }
}
