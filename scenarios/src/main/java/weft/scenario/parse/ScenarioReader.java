package weft.scenario.parse;

import java.nio.file.Path;
import java.util.List;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Shape;

/** Reads scenario files. */
public final class ScenarioReader {

  private final Catalogue catalogue;
  private final AlgorithmReader algorithms;

  /**
   * A reader that knows the names of that catalogue.
   *
   * @param algorithms reads the collective algorithms that scenarios name
   */
  public ScenarioReader(Catalogue catalogue, AlgorithmReader algorithms) {
    this.catalogue = catalogue;
    this.algorithms = algorithms;
  }

  /**
   * Reads a file.
   *
   * @param settings values of the command line, which replace those of the file; a later one wins
   * @return the scenario with everything that is wrong with its values
   * @throws ScenarioException if there is no file or it is not even YAML
   */
  public Draft read(Path file, List<Setting> settings) {
    Path fileName = file.getFileName();
    String name = Line.of(fileName == null ? "" : fileName.toString());
    return read(file.toString(), name, ScenarioText.read(file), settings);
  }

  /**
   * Reads a text.
   *
   * @param source what to call it in messages
   * @param defaultName the name of the scenario if the text has none
   * @throws ScenarioException if it is not even YAML
   */
  public Draft read(String source, String defaultName, String text, List<Setting> settings) {
    ProblemLog log = new ProblemLog();
    Node tree = TreeReader.readFile(source, text, log);
    Shape.Mapping schema = Schema.scenario();
    if (!(tree instanceof Node.Mapping root)) {
      boolean nothing = tree instanceof Node.Scalar scalar && scalar.isNull();
      throw nothing
          ? log.fatal(Position.whole(source), "is empty.")
          : log.fatal(
              tree.position(),
              "the file holds " + tree.kind() + ", but " + Wanted.noun(schema) + " is wanted.");
    }
    for (Setting setting : settings) {
      root = setting.applyTo(root, log);
    }
    boolean named = root.entries().containsKey("name");
    if (!named) {
      Position whole = Position.whole(source);
      Node.Scalar name = new Node.Scalar(whole, defaultName, false);
      root = root.with("name", new Node.Entry(whole, name));
    }
    Marks marks = new Marks();
    CatalogReader section = new CatalogReader(catalogue, marks, log);
    CatalogSpec hardware = section.read(root.entries().get(CatalogReader.KEY));
    Names names = section.names();
    Binder binder = new Binder(names, algorithms, hardware, schema, marks, log);
    ScenarioSpec spec = (ScenarioSpec) binder.bindRoot(schema, root);
    return new Draft(spec, log.problems(), source, marks, names.used());
  }
}
