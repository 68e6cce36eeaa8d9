package weft.scenario.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Quote;
import weft.scenario.spec.CableNames;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FailureSpec;
import weft.scenario.spec.NetworkKind;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;

/** Rules of the cables that fail: they exist, and the network model can let them fail. */
final class FailureRules {

  private final Findings findings;
  private final CableNames cables;

  /** The entries that name cables which exist. */
  private final List<Entry> entries = new ArrayList<>();

  private int unknown;

  /** The names are in alphabetical order. */
  private record FailedCable(String device, String other, int number) {}

  private record Entry(String path, long atPs, List<FailedCable> cables) {}

  private FailureRules(Findings findings, CableNames cables) {
    this.findings = findings;
    this.cables = cables;
  }

  static void apply(ScenarioSpec spec, Catalogue catalogue, Findings findings) {
    List<FailureSpec> failures = spec.network().failures();
    if (failures == null) {
      return;
    }
    boolean[] sound = new boolean[failures.size()];
    boolean any = false;
    for (int i = 0; i < sound.length; i++) {
      sound[i] = findings.sound(path(i));
      any |= sound[i];
    }
    if (!any) {
      return;
    }
    FailureRules rules = new FailureRules(findings, catalogue.cables(spec.fabric()));
    for (int i = 0; i < sound.length; i++) {
      if (sound[i]) {
        rules.cable(path(i), failures.get(i));
        rules.time(path(i) + ".at", failures.get(i), spec.network().model());
      }
    }
    rules.repetitions();
  }

  /** What fails first counts, wherever it stands; at the same time, what stands first. */
  private void repetitions() {
    Set<FailedCable> failed = new HashSet<>();
    entries.sort(Comparator.comparingLong(Entry::atPs));
    for (Entry entry : entries) {
      if (!failed.addAll(entry.cables())) {
        findings.noEffect(entry.path() + ".cable", "that cable has failed already");
      }
    }
  }

  private static String path(int place) {
    return "network.failures." + place;
  }

  private void time(String at, FailureSpec failure, NetworkKind model) {
    if (failure.atPs() > 0 && model != NetworkKind.PACKET && findings.sound("network.model")) {
      findings.error(
          at,
          "is later than the start, but the model "
              + Schema.text(model)
              + " knows only failures from the start. Maybe at: 0s.");
    }
  }

  private void cable(String path, FailureSpec failure) {
    List<String> names = failure.cable();
    String at = path + ".cable";
    if (names.size() != 2) {
      findings.error(
          at,
          "has "
              + Findings.grouped(names.size())
              + (names.size() == 1 ? " name" : " names")
              + ", but a cable joins two devices. Maybe [leaf-0-0, spine-0].");
      return;
    }
    boolean known = true;
    for (int i = 0; i < 2; i++) {
      if (!cables.isDevice(names.get(i))) {
        known = false;
        findings.error(at + "." + i, unknown(names.get(i)));
      }
    }
    if (known) {
      between(path, names.get(0), names.get(1), failure);
    }
  }

  /** What an unknown name was meant to be is not searched for when nobody will be shown it. */
  private String unknown(String name) {
    String message = "no device of the fabric is called " + Quote.of(name) + ".";
    return unknown++ < Problems.MOST_SHOWN
        ? message
            + cables
                .nearest(name)
                .map(near -> " Maybe " + Quote.line(near) + ".")
                .orElse(" All are in weft topology --format graph.")
        : message;
  }

  private void between(String path, String device, String other, FailureSpec failure) {
    int count = cables.count(device, other);
    String both = Quote.line(device) + " and " + Quote.line(other);
    Integer number = failure.number();
    if (count == 0) {
      findings.error(
          path + ".cable",
          "no cable joins "
              + both
              + "."
              + cables
                  .nearestNeighbour(device, other)
                  .map(near -> " Maybe [%s, %s].".formatted(Quote.line(device), Quote.line(near)))
                  .orElse(""));
    } else if (number != null && number >= count) {
      findings.error(
          path + ".number",
          "is %s, but %s are joined by %s, counted from 0. Maybe %d."
              .formatted(
                  Findings.grouped(number),
                  both,
                  count == 1 ? "one cable" : Findings.grouped(count) + " cables",
                  count - 1));
    } else {
      entries.add(new Entry(path, failure.atPs(), cables(device, other, number, count)));
    }
  }

  private static List<FailedCable> cables(
      String device, String other, @Nullable Integer number, int count) {
    boolean ordered = device.compareTo(other) < 0;
    List<FailedCable> cables = new ArrayList<>();
    for (int i = number == null ? 0 : number; i < (number == null ? count : number + 1); i++) {
      cables.add(new FailedCable(ordered ? device : other, ordered ? other : device, i));
    }
    return cables;
  }
}
