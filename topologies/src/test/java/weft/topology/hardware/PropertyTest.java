package weft.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.error.TopologyException;

/** {@code properties.csv} says of each figure of the catalogue what it is, and is right. */
final class PropertyTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();

  static Stream<Named<Property>> properties() {
    return CATALOG.kinds().stream()
        .flatMap(kind -> CATALOG.properties(kind).stream())
        .map(property -> Named.of(property.kind() + " " + property.name(), property));
  }

  /** A figure without a row in {@code properties.csv} needs one. */
  @Test
  void everyFigureIsExplained() {
    assertThat(CATALOG.figures())
        .allSatisfy(
            figure ->
                assertThat(CATALOG.properties(figure.kind()))
                    .as(figure.subject())
                    .extracting(Property::name)
                    .contains(figure.property()));
  }

  @ParameterizedTest
  @MethodSource("properties")
  void aMeaningIsASentence(Property property) {
    assertThat(property.meaning()).matches("[A-Z].*\\.");
    assertThat(property.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(String.valueOf(property.absent())).doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("properties")
  void figuresAreOfItsUnitAndWithinItsBounds(Property property) {
    for (Figure figure : figures(property)) {
      if (property.dimension().isEmpty()) {
        assertThat(figure.unit()).as(figure.subject()).isEqualTo(property.unit());
        continue;
      }
      Property own = property.in(figure.unit());
      assertThat(own.dimension()).as(figure.subject()).isEqualTo(property.dimension());
      BigDecimal value = new BigDecimal(figure.value()).multiply(own.factor());
      if (property.least() != null) {
        assertThat(value).isGreaterThanOrEqualTo(property.least().multiply(property.factor()));
      }
      if (property.most() != null) {
        assertThat(value).isLessThanOrEqualTo(property.most().multiply(property.factor()));
      }
      assertThat(
              new BigDecimal(
                  own.figure("x", value.toPlainString(), "", figure.confidence()).value()))
          .isEqualByComparingTo(figure.value());
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void aNameIsThatOfAnEntry(Property property) {
    assertThat(property.unit().equals(Property.NAME)).isEqualTo(property.names() != null);
    if (property.names() != null) {
      assertThat(CATALOG.names(property.names()))
          .containsAll(figures(property).stream().map(Figure::value).toList());
    }
  }

  /** Without it, no entry can be made if and only if the property is required. */
  @ParameterizedTest
  @MethodSource("properties")
  void isRequiredIfAndOnlyIfTheCodeRequiresIt(Property property) {
    boolean dispensable =
        CATALOG.names(property.kind()).stream()
            .anyMatch(name -> builds(name, property, Optional.empty()));
    assertThat(dispensable).isEqualTo(!property.required());
  }

  /** The code asks for every property that is listed: it would refuse it otherwise. */
  @ParameterizedTest
  @MethodSource("properties")
  void isUsed(Property property) {
    List<Figure> figures = figures(property);
    Figure figure =
        figures.isEmpty()
            ? property.figure(
                CATALOG.names(property.kind()).iterator().next(), "1", "", Confidence.GIVEN)
            : figures.get(0);
    assertThat(builds(figure.name(), property, Optional.of(figure))).isTrue();
  }

  /** Whether an entry can be made with the property replaced. */
  private static boolean builds(String name, Property property, Optional<Figure> replacement) {
    List<Figure> figures = new ArrayList<>(CATALOG.figures(property.kind(), name));
    figures.removeIf(figure -> figure.property().equals(property.name()));
    replacement.ifPresent(figures::add);
    try {
      CATALOG.with(figures);
      return true;
    } catch (TopologyException e) {
      return false;
    }
  }

  private static List<Figure> figures(Property property) {
    return CATALOG.figures(property.kind()).stream()
        .filter(figure -> figure.property().equals(property.name()))
        .toList();
  }

  @Test
  void nothingInTheDataFilesIsGivenByAScenario() {
    assertThat(CATALOG.figures()).extracting(Figure::confidence).doesNotContain(Confidence.GIVEN);
  }

  @Test
  void anEntryCanBeAddedOrReplaced() {
    List<Figure> other = renamed(CATALOG.figures("gpu", "h100"), "mine");
    HardwareCatalog more = CATALOG.with(other);
    assertThat(more.names("gpu")).endsWith("mine").hasSize(CATALOG.gpus().size() + 1);
    assertThat(more.gpu("mine").memoryBytes()).isEqualTo(CATALOG.gpu("h100").memoryBytes());
    List<Figure> bigger = new ArrayList<>(CATALOG.figures("gpu", "h100"));
    bigger.replaceAll(
        figure ->
            figure.property().equals("memory")
                ? property("memory").figure("h100", "96000000000", "here", Confidence.GIVEN)
                : figure);
    HardwareCatalog changed = CATALOG.with(bigger);
    assertThat(changed.names("gpu")).containsExactlyElementsOf(CATALOG.names("gpu"));
    assertThat(changed.gpu("h100").memoryBytes()).isEqualTo(96_000_000_000L);
    assertThat(changed.node("dgx-h100").gpu()).isEqualTo(changed.gpu("h100"));
    assertThat(CATALOG.gpu("h100").memoryBytes()).as("untouched").isEqualTo(80_000_000_000L);
  }

  @Test
  void anEntryThatCannotBeIsToldOfOrThrown() {
    List<Figure> incomplete = renamed(CATALOG.figures("gpu", "h100").subList(0, 3), "mine");
    assertThatThrownBy(() -> CATALOG.with(incomplete))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith("gpu mine lacks its ");
    List<String> told = new ArrayList<>();
    HardwareCatalog rest =
        CATALOG.with(incomplete, (kind, name, problem) -> told.add(kind + " " + name));
    assertThat(told).containsExactly("gpu mine");
    assertThatCode(() -> rest.gpu("h100")).doesNotThrowAnyException();
    assertThatThrownBy(() -> rest.gpu("mine")).isInstanceOf(TopologyException.class);
  }

  private static Property property(String name) {
    return CATALOG.properties("gpu").stream()
        .filter(property -> property.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Figure> renamed(List<Figure> figures, String name) {
    return figures.stream()
        .map(
            one ->
                new Figure(
                    one.kind(),
                    name,
                    one.property(),
                    one.value(),
                    one.unit(),
                    one.source(),
                    one.confidence()))
        .toList();
  }
}
