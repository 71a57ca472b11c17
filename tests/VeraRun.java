import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * veraPDF on many files in one JVM: {@code java -cp JAR VeraRun.java ua1,2a a.pdf b.pdf ua1,3a c.pdf …}.
 *
 * <p>Writes one line of JSON for each file and flavour: file, flavour, checks and the failures (rule, message, place).
 *
 * <p>The jar in the wheel holds veraPDF and its profiles but not the JAXB that veraPDF reads profiles with, so they are
 * read here.
 */
public class VeraRun {
    private static final int SHOWN_FAILURES = 20;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        List<ValidationProfile> profiles = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.endsWith(".pdf")) {
                profiles.clear();
                for (String flavour : argument.split(",")) {
                    profiles.add(profile(PDFAFlavour.byFlavourId(flavour)));
                }
                continue;
            }
            for (ValidationProfile profile : profiles) {
                System.out.println(verdict(argument, profile));
            }
        }
    }

    private static String verdict(String path, ValidationProfile profile) throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        List<String> failures = new ArrayList<>();
        int checks = 0;
        try (VeraPDFFoundry foundry = Foundries.defaultInstance();
                PDFAParser parser = foundry.createParser(new File(path), flavour);
                PDFAValidator validator = foundry.createValidator(profile, SHOWN_FAILURES, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            checks = result.getTotalAssertions();
            for (TestAssertion failed : result.getTestAssertions()) {
                String rule = failed.getRuleId().getClause() + "-" + failed.getRuleId().getTestNumber();
                failures.add(failure(rule, failed.getErrorMessage(), failed.getLocation().getContext()));
            }
            if (!result.isCompliant() && failures.isEmpty()) {
                failures.add(failure("?", "not compliant", ""));
            }
        } catch (Exception | StackOverflowError error) {
            failures.add(failure("unreadable", String.valueOf(error), ""));
        }
        return String.format("{\"file\": %s, \"flavour\": %s, \"checks\": %d, \"failures\": [%s]}",
                quoted(path), quoted(flavour.getId()), checks, String.join(", ", failures));
    }

    private static String failure(String rule, String message, String place) {
        return String.format("{\"rule\": %s, \"message\": %s, \"place\": %s}", quoted(rule), quoted(message), quoted(place));
    }

    private static String quoted(String text) {
        StringBuilder made = new StringBuilder("\"");
        for (char sign : String.valueOf(text).toCharArray()) {
            boolean plain = sign >= ' ' && sign < 127 && sign != '"' && sign != '\\';
            made.append(plain ? String.valueOf(sign) : String.format("\\u%04x", (int) sign));
        }
        return made.append('"').toString();
    }

    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String name = flavour == PDFAFlavour.PDFUA_1 ? "PDFUA-1" : "PDFA-" + flavour.getId().toUpperCase();
        try (InputStream xml = VeraRun.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : elements(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (Element variable : elements(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                        text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = elements(rule, "id").get(0);
        PDFAFlavour.Specification specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        int number = Integer.parseInt(id.getAttribute("testNumber"));
        List<Reference> references = new ArrayList<>();
        List<ErrorArgument> arguments = new ArrayList<>();
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number), rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null, rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), arguments), references);
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int position = 0; position < found.getLength(); position++) {
            elements.add((Element) found.item(position));
        }
        return elements;
    }
}
